package a

func f(r *http.Request) {
	c, err := r.Cookie("session")
}
