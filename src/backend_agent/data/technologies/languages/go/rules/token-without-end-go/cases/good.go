package auth

func Issue(name string, key []byte, end int64) (string, error) {
	claims := jwt.MapClaims{"sub": name, "exp": end}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}
