class A { void a(HttpServletRequest request) throws Exception {
  String name = request.getParameter("name");
  new FileInputStream(ROOT + name); // expect: path-from-input-java
} }
