package a

func f(r *http.Request) {
	c, err := r.Cookie("user_id") // expect: identity-from-cookie-go
	uid := util.GetCookie(r, "Uid") // expect: identity-from-cookie-go
}
