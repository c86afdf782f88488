function a(id) {
  const text = `SELECT * FROM users WHERE id = ${id}`;
  return db.query(text); // expect: sql-from-text-js
}
db.query("DELETE FROM a WHERE b = " + req.params.b); // expect: sql-from-text-js
