function login(name, password) {
  return db.one("SELECT id FROM users WHERE name = $1 AND password = $2", [name, password]); // expect: password-in-query
}
function register(name, password) {
  return db.none("INSERT INTO users(name, password) VALUES ($1, $2)", [name, password]); // expect: password-in-query
}
