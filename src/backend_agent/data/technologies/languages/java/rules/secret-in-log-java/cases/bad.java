class A {
  void a(String secret, String password) {
    log.debug("JWT Secret: " + secret); // expect: secret-in-log-java
    throw new MailException("not configured " + password); // expect: secret-in-log-java
  }
}
