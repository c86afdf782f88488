class A {
  ResponseEntity<String> a(RuntimeException e) {
    return ResponseEntity.status(500).body(e.getMessage()); // expect: error-to-client-java
  }
}
class Notes {
    Note make(String body) {
        try {
            return save(body);
        } catch (Exception e) {
            throw new ServerError(e.getMessage()); // expect: error-to-client-java
        }
    }
}
