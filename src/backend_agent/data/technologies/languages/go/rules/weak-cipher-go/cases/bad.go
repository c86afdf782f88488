package a

var b, _ = des.NewCipher(key) // expect: weak-cipher-go
