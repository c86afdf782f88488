class A { void a(HttpSecurity http) {
  http.sessionManagement().sessionFixation().none(); // expect: session-fixation-java
} }
