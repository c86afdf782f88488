class A {
  void a(Http http) {
    http.requestMatchers("/api/auth/**").permitAll().anyRequest().authenticated();
  }
}
