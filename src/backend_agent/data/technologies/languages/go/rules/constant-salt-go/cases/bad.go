package a

func f() {
	salt := []byte{0x00, 0x01} // expect: constant-salt-go
}
