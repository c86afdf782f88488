const { pool } = require('./db');

async function find(name, limit) {
  const users = await pool.query(`SELECT id FROM users WHERE name = $1 LIMIT $2`, [name, limit]);
  await pool.query("DELETE FROM visits WHERE visitor = '" + name + "'");
  await pool.query(`SELECT id FROM ${name}`);
  return users.rows;
}

module.exports = { find };
