package main

import (
	"log/slog"
	"net/http"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /notes", func(w http.ResponseWriter, r *http.Request) {})
	slog.Error("ended", "error", http.ListenAndServe(":8080", mux))
}
