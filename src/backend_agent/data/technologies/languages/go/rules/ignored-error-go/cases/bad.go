package a

func read(r *http.Request) string {
	cookie, _ := r.Cookie("a") // expect: ignored-error-go
	return cookie.Value
}
