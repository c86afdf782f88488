class A {
  String jwtSecret = "a1b2c3d4"; // expect: secret-in-code-java

  String getSecret() {
    return "AA=="; // expect: secret-in-code-java
  }
}
