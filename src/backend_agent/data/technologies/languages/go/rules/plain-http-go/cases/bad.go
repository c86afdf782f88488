package a

var r, _ = http.Get("http://api.partner.com/v1") // expect: plain-http-go
