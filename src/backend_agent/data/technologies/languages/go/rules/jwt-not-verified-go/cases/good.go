package a

func read(text string) {
	token, err := jwt.Parse(text, key, jwt.WithValidMethods([]string{"EdDSA"}))
}
