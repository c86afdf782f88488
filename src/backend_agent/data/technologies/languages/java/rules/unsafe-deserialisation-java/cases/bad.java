class A { void a(HttpServletRequest request) throws Exception {
  var in = new ObjectInputStream(request.getInputStream()); // expect: unsafe-deserialisation-java
} }
