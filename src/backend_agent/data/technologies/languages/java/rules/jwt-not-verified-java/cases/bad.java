class A {
  String a(String t) {
    return JWTParser.parse(t).getJWTClaimsSet().getSubject(); // expect: jwt-not-verified-java
  }
}
