class A { void a(@CookieValue("userId") String who) { // expect: identity-from-cookie-java
} }
