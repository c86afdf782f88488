class Settings {
    @Value("${shop.jwt.secret}")
    private String secret;
    @Value("${shop.jwt.secret:}")
    private String other;
}
