class A {
  @RateLimiter(name = "login")
  @PostMapping("/login")
  ResponseEntity<?> login(@Valid @RequestBody Form form) {
    return service.login(form);
  }

  @GetMapping("/login")
  String page() {
    return "login";
  }
}
