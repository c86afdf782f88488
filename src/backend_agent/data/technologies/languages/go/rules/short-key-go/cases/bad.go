package a

var k, _ = rsa.GenerateKey(rand.Reader, 1024) // expect: short-key-go
