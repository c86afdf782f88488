class A {
  PasswordEncoder e = NoOpPasswordEncoder.getInstance(); // expect: fast-password-hash-java
}
