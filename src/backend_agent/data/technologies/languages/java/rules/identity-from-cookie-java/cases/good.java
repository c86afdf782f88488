class A { void a(@CookieValue("session") String who) {
} }
