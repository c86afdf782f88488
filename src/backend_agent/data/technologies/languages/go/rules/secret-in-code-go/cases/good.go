package a

var jwtSecret = os.Getenv("JWT_SECRET")

const passwordField = "password"
