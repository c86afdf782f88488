class A {
  ResponseEntity<String> a(RuntimeException e) {
    e.printStackTrace(); // expect: error-to-client-java
    return ResponseEntity.status(500).body(e.getMessage()); // expect: error-to-client-java
  }
}
