db.query("SELECT * FROM users WHERE id = $1", [id]);
const rows = await sql`SELECT * FROM users WHERE id = ${id}`;
log.get(`select one from ${list}`.length);
