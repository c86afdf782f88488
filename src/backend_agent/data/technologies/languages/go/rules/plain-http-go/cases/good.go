package a

var r, _ = http.Get("http://localhost:80")
