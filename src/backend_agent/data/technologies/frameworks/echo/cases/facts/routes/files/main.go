package main

import (
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func main() {
	e := echo.New()
	e.Use(middleware.Recover())
	g := e.Group("/api", requireUser)
	g.GET("/books/:id", show)
	g.POST("/books", show, middleware.RateLimiter(nil), owns)
	e.GET("/live", show)
	e.Start(":8080")
}

func show(c echo.Context) error                       { return nil }
func requireUser(next echo.HandlerFunc) echo.HandlerFunc { return next }
func owns(next echo.HandlerFunc) echo.HandlerFunc        { return next }
