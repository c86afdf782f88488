package shop;

import org.springframework.http.ResponseEntity;

class Advice {
  ResponseEntity<String> fail(Exception e) {
    return ResponseEntity.status(500).body("internal error");
  }
}
