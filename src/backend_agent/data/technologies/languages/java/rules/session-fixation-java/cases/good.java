class A { void a(HttpSecurity http) {
  http.sessionManagement().sessionFixation().migrateSession();
} }
