class A {
  PasswordEncoder e = new Argon2PasswordEncoder(16, 32, 1, 19456, 2);
}
