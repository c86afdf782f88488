class A {
  void a(SignedJWT t) {
    t.verify(verifier);
  }
}
