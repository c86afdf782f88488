class A { void a(HttpServletRequest request) {
  String who = request.getParameter("who");
  if (!KNOWN_VALUES.contains(who)) { if (!allowed(who)) { return; } }
  request.getSession().setAttribute("seen", true);
} }
