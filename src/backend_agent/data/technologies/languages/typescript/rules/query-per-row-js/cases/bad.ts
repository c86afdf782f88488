async function a(ids) {
  for (const id of ids) { // expect: query-per-row-js
    await users.findOne({ id });
  }
  return rows.map((row) => users.findById(row.userId)); // expect: query-per-row-js
}
