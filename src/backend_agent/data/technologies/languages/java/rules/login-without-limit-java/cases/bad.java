class A {
  @PostMapping("/login") // expect: login-without-limit-java
  ResponseEntity<?> login(@Valid @RequestBody Form form) {
    return service.login(form);
  }
}
