package main

import (
	"net/http"

	"github.com/julienschmidt/httprouter"
)

type page struct{}

func (p page) set(r *httprouter.Router) {
	r.POST("/books/:id", requireUser(p.save))
	r.Handle("GET", "/files/*path", p.save)
}

func (p page) save(w http.ResponseWriter, r *http.Request, ps httprouter.Params) {}

func requireUser(h httprouter.Handle) httprouter.Handle { return h }

func main() {
	r := httprouter.New()
	p := page{}
	p.set(r)
	http.ListenAndServe(":8080", r)
}
