class A { void a() throws Exception {
  MessageDigest.getInstance("SHA-256");
} }
