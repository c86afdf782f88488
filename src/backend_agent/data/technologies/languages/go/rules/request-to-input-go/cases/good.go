package a

func fetch(w http.ResponseWriter, r *http.Request) {
	target := r.FormValue("url")
	if !allowed(target) {
		return
	}
	res, err := http.Get(target)
}
