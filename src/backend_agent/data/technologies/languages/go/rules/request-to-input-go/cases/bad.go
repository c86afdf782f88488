package a

func fetch(w http.ResponseWriter, r *http.Request) {
	res, err := http.Get(r.FormValue("url")) // expect: request-to-input-go
}
