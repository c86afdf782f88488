class A { void a(HttpServletRequest request, XPath xpath) throws Exception {
  xpath.evaluate("/a[@id=$id]", document);
} }
