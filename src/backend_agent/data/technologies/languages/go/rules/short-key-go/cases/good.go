package a

var k, _ = rsa.GenerateKey(rand.Reader, 3072)
