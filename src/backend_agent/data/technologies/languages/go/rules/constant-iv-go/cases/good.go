package a

func f() {
	iv := make([]byte, 16)
}
