class Tokens {
    String issue(String name, java.security.Key key) {
        return Jwts.builder().setSubject(name).signWith(key).compact(); // expect: token-without-end-java
    }
}
