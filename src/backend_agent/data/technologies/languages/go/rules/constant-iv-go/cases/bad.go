package a

func f() {
	iv := []byte{0x00, 0x01} // expect: constant-iv-go
}
