package main

import (
	"log"

	"example.org/library/internal/auth"
	"example.org/library/internal/books"
	"github.com/gin-gonic/gin"
)

const prefix = "/api"

type server struct {
	engine *gin.Engine
	books  *books.Handler
}

func newServer(h *books.Handler) *server {
	return &server{engine: gin.New(), books: h}
}

func (s *server) routes() error {
	s.engine.Use(gin.Logger())
	v1 := s.engine.Group(prefix + "/v1")
	v1.GET("/live", func(c *gin.Context) {})
	v1.Use(auth.Required())
	s.books.Register(v1)
	admin := v1.Group("/admin", auth.Role("admin"))
	for _, path := range []string{"/a", "/b"} {
		admin.Any(path, s.flags)
	}
	return nil
}

func (s *server) flags(c *gin.Context) {}

func main() {
	s := newServer(books.New(nil))
	if err := s.routes(); err != nil {
		log.Fatal(err)
	}
}
