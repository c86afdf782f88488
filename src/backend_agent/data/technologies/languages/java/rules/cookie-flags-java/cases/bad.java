class A { void a(Cookie cookie) {
  cookie.setSecure(false); // expect: cookie-flags-java
} }
