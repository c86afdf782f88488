function a(id) {
  const text = `SELECT * FROM users WHERE id = ${id}`;
  return db.query(text); // expect: sql-from-text-js
}
db.query("DELETE FROM a WHERE b = " + req.params.b); // expect: sql-from-text-js
function byName(name) {
  const q = "SELECT * FROM users WHERE name = '" + name + "';"; // expect: sql-from-text-js
  return db.one(q);
}
function search(term) {
  return `SELECT id FROM products WHERE name LIKE '%${term}%'`; // expect: sql-from-text-js
}
