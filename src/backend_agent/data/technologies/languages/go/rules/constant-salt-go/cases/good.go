package a

func f() {
	salt := make([]byte, 16)
}
