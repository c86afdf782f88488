class A { void a(Cookie cookie) {
  cookie.setSecure(true);
} }
