db.query("SELECT * FROM users WHERE id = $1", [id]);
const rows = await sql`SELECT * FROM users WHERE id = ${id}`;
log.get(`select one from ${list}`.length);
function listNames(client) {
  const q = "SELECT name FROM " + TABLE + " WHERE kind = 'x'";
  return client.many(q);
}
