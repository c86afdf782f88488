class A { void a(HttpServletRequest request, HttpServletResponse response) throws Exception {
  response.sendRedirect("/items/" + request.getParameter("id"));
} }
