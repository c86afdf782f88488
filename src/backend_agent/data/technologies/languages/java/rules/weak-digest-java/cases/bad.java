class A { void a() throws Exception {
  String name = "MD5";
  MessageDigest.getInstance(name); // expect: weak-digest-java
} }
