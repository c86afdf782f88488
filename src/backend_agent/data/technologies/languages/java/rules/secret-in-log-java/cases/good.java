class A {
  void a(String password) {
    log.debug("password changed");
    throw new MailException("password is empty");
  }
}
