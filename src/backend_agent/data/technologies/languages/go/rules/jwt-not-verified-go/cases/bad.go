package a

func read(text string) {
	token, _, err := jwt.NewParser().ParseUnverified(text, claims) // expect: jwt-not-verified-go
}
