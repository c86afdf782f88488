class A {
  void a(Http http) {
    http.csrf(Customizer.withDefaults());
  }
}
