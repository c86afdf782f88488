// expect: writes-without-transaction-js
export async function order(given) {
  const made = await Order.create({ user: given.user });
  await Stock.update({ left: given.left }, { where: { id: given.item } });
  return made;
}
