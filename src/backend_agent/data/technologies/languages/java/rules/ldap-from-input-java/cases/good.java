class A { void a(HttpServletRequest request, DirContext context) throws Exception {
  String uid = LdapEncoder.filterEncode(request.getParameter("uid"));
  context.search("ou=users", "(uid=" + uid + ")", controls);
} }
