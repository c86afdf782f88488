class A { void a(HttpServletRequest request) throws Exception {
  String name = request.getParameter("name");
  if (name.contains("..")) {
    return;
  }
  new FileInputStream(ROOT + name);
} }
