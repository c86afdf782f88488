package shop

import "net/http"

func set(w http.ResponseWriter, value string) {
	http.SetCookie(w, &http.Cookie{Name: "id", Value: value, HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
	http.SetCookie(w, &http.Cookie{
		Name:     "token",
		Value:    value,
		HttpOnly: true,
		Secure: true,
	})
	http.SetCookie(w, &http.Cookie{Name: "id", MaxAge: -1})
}
