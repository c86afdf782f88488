class A { void a(HttpServletRequest request) {
  request.getSession().setAttribute("who", request.getParameter("who")); // expect: input-in-session-java
} }
