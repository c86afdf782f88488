class A {
  void a(LoginForm loginForm) {
    LOGGER.error("failed {}", loginForm.getEmail()); // expect: log-of-input-java
  }
}
