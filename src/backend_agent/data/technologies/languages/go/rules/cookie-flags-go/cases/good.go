package a

var c = http.Cookie{Name: "id", HttpOnly: true, Secure: true}
