package a

func h(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "internal error", 500)
	log.Println(err.Error())
	fmt.Fprintf(w, "hello %s", name)
}
