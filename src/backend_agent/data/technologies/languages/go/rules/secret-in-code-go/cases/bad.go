package a

var jwtSecret = []byte("supersecret") // expect: secret-in-code-go

func f() {
	otp := "a587cd6bf1e49d2c3928d1f8b86f248b" // expect: secret-in-code-go
	_ = otp
}
