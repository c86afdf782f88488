class A { void a(HttpServletRequest request, DirContext context) throws Exception {
  String uid = request.getParameter("uid");
  context.search("ou=users", "(uid=" + uid + ")", controls); // expect: ldap-from-input-java
} }
