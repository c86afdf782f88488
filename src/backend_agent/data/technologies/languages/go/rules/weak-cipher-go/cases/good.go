package a

var b, _ = aes.NewCipher(key)
