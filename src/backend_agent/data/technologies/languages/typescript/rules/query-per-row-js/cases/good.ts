async function a(ids) {
  const found = await users.find({ id: { $in: ids } });
  return found.map((row) => row.name);
}
