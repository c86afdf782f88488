async function login(name, password) {
  const user = await db.one("SELECT id, password FROM users WHERE name = $1", [name]);
  return argon2.verify(user.password, password);
}
function register(name, hash) {
  return db.none("INSERT INTO users(name, password) VALUES ($1, $2)", [name, hash]);
}
