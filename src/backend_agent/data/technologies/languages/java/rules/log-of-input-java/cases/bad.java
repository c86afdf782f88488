class A {
  void a(LoginForm loginForm) {
    LOGGER.error("failed {}", loginForm.getEmail()); // expect: log-of-input-java
  }
}
class Greeter {
    @GetMapping("/hello")
    String hello(@RequestParam String name) {
        log.info("asked by " + name); // expect: log-of-input-java
        return "hello";
    }
}
