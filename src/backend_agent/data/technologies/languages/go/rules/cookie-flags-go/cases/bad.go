package a

var c = http.Cookie{Name: "id", Value: v} // expect: cookie-flags-go

var o = &sessions.Options{Path: "/", HttpOnly: false} // expect: cookie-flags-go
