package a

var c = &tls.Config{InsecureSkipVerify: true} // expect: tls-not-verified-go
