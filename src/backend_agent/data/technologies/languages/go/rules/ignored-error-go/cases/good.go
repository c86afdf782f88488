package a

func read(r *http.Request) string {
	cookie, err := r.Cookie("a")
	if err != nil {
		return ""
	}
	return cookie.Value
}

func at(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
