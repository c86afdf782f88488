package main

import (
	"net/http"

	"github.com/gorilla/mux"
)

func main() {
	r := mux.NewRouter()
	r.HandleFunc("/live", show)
	api := r.PathPrefix("/api").Subrouter()
	api.Use(requireUser)
	api.HandleFunc("/books/{id:[0-9]+}", show).Methods("GET", "PUT").Name("book")
	api.Handle("/books", http.HandlerFunc(show)).Methods(http.MethodPost)
	http.ListenAndServe(":8080", r)
}

func show(w http.ResponseWriter, r *http.Request)      {}
func requireUser(next http.Handler) http.Handler { return next }
