package config

var Secret = getEnv("JWT_SECRET", "shop-secret") // expect: secret-with-default-go
