const { db } = require('./db');

function find(name, done) {
  db.query(`SELECT id FROM users WHERE name = '${name}'`, (error, rows) => done(error, rows));
}

module.exports = { find };
