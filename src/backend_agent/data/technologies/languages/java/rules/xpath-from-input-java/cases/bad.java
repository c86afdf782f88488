class A { void a(HttpServletRequest request, XPath xpath) throws Exception {
  String id = request.getParameter("id");
  xpath.evaluate("/a[@id='" + id + "']", document); // expect: xpath-from-input-java
} }
