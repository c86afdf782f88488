class A { void a() { try { b(); } catch (Exception e) {
  e.printStackTrace(); // expect: stack-trace-java
} } }
