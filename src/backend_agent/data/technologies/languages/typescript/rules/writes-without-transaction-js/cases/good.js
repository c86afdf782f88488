export async function order(given) {
  return sequelize.transaction(async (t) => {
    const made = await Order.create({ user: given.user }, { transaction: t });
    await Stock.update({ left: given.left }, { where: { id: given.item }, transaction: t });
    return made;
  });
}
export async function rename(given) {
  const found = await Order.findByPk(given.id);
  return Order.update({ name: given.name }, { where: { id: found.id } });
}
