package a

func h(w http.ResponseWriter, r *http.Request) {
	http.Error(w, err.Error(), 500) // expect: error-to-client-go
	fmt.Fprintf(w, "failed %s", err) // expect: error-to-client-go
	data["err"] = err // expect: error-to-client-go
}
