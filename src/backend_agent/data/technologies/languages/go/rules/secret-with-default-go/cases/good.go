package config

var Secret = mustGetEnv("JWT_SECRET")
var Life = getEnv("TOKEN_EXPIRES", "15m")
