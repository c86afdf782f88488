class A {
  void a(LoginForm loginForm) {
    LOGGER.error("failed {}", user.getId());
  }
}
