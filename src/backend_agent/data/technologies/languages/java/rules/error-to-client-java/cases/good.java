class A {
  ProblemDetail a(RuntimeException e) {
    log.error("failed", e);
    return ProblemDetail.forStatus(500);
  }
}
