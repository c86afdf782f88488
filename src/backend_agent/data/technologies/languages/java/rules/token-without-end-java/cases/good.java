class Tokens {
    String issue(String name, java.security.Key key, java.util.Date end) {
        return Jwts.builder().setSubject(name).setExpiration(end).signWith(key).compact();
    }
}
