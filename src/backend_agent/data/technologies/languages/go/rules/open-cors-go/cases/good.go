package a

func f(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
}
