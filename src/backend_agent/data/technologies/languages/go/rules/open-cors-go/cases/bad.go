package a

func f(w http.ResponseWriter) {
	w.Header().Set("Access-Control-Allow-Origin", "*") // expect: open-cors-go
	w.Header().Set("Access-Control-Allow-Credentials", "true")
}
