function hash(password) {
  return crypto.createHash("sha256").update(password).digest("hex"); // expect: fast-password-hash-js
}
bcrypt.hashSync(password, 8); // expect: fast-password-hash-js
