class A {
  TrustStrategy s = new TrustAllStrategy(); // expect: tls-not-verified-java
}
