package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func main() {
	r := chi.NewRouter()
	r.Use(middleware.Logger)
	r.Get("/live", live)
	r.Route("/books", func(r chi.Router) {
		r.With(paginate).Get("/", list)
		r.Group(func(r chi.Router) {
			r.Use(requireUser)
			r.Post("/", create)
			r.Route("/{id:[0-9]+}", func(r chi.Router) {
				r.Delete("/", remove)
			})
		})
	})
	r.Mount("/admin", admin())
	http.ListenAndServe(":8080", r)
}

func admin() http.Handler {
	r := chi.NewRouter()
	r.Use(requireUser)
	r.MethodFunc("PUT", "/flags", live)
	return r
}

func requireUser(next http.Handler) http.Handler { return next }
func paginate(next http.Handler) http.Handler    { return next }
func live(w http.ResponseWriter, r *http.Request)   {}
func list(w http.ResponseWriter, r *http.Request)   {}
func create(w http.ResponseWriter, r *http.Request) {}
func remove(w http.ResponseWriter, r *http.Request) {}
