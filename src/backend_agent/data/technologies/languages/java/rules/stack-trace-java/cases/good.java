class A { void a() { try { b(); } catch (Exception e) {
  log.error("b failed", e);
} } }
