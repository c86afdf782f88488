class A {
  void a(Http http) {
    http.requestMatchers("/api/user/dashboard").permitAll(); // expect: permitted-path
  }
}
