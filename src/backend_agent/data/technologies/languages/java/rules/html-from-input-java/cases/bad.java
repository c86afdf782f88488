class A { void a(HttpServletRequest request, HttpServletResponse response) throws Exception {
  String name = request.getParameter("name");
  response.getWriter().println("Hello " + name); // expect: html-from-input-java
} }
