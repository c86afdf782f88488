class A {
  void a(Http http) {
    http.csrf().disable(); // expect: csrf-off
  }
}
