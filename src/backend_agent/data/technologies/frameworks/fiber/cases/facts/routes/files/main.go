package main

import "github.com/gofiber/fiber/v2"

func main() {
	app := fiber.New(fiber.Config{})
	app.Use("/api", requireUser)
	api := app.Group("/api")
	api.Get("/books/:id", owns, show)
	api.Route("/admin", func(r fiber.Router) {
		r.Put("/flags", show)
	})
	app.Get("/live", show)
	app.Listen(":8080")
}

func show(c *fiber.Ctx) error        { return nil }
func owns(c *fiber.Ctx) error        { return c.Next() }
func requireUser(c *fiber.Ctx) error { return c.Next() }
