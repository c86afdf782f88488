package auth

func Issue(name string, key []byte) (string, error) {
	claims := jwt.MapClaims{"sub": name} // expect: token-without-end-go
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
}
