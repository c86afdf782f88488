package main

import (
	"net/http"
	"os"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /books/{id}", show)
	mux.Handle("POST /books", requireUser(http.HandlerFunc(show)))
	mux.HandleFunc("/files/{path...}", show)
	http.HandleFunc("/live", show)
	http.ListenAndServe(os.Getenv("ADDRESS"), mux)
}

func show(w http.ResponseWriter, r *http.Request) {}

func requireUser(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
	})
}
