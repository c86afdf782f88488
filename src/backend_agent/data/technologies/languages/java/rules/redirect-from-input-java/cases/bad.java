class A { void a(HttpServletRequest request, HttpServletResponse response) throws Exception {
  response.sendRedirect(request.getParameter("next")); // expect: redirect-from-input-java
} }
