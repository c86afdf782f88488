class Settings {
    @Value("${shop.jwt.secret:shop-secret}") // expect: secret-with-default-java
    private String secret;
}
