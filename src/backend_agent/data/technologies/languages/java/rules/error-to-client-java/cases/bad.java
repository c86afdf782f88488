class A {
  ResponseEntity<String> a(RuntimeException e) {
    return ResponseEntity.status(500).body(e.getMessage()); // expect: error-to-client-java
  }
}
