package books

import "github.com/gin-gonic/gin"

func (h *Handler) Register(r *gin.RouterGroup) {
	group := r.Group("/books")
	group.POST("/", limit, h.create)
	group.DELETE("/:id", h.remove)
}

func limit(c *gin.Context) {}

func (h *Handler) create(c *gin.Context) {}

func (h *Handler) remove(c *gin.Context) {}
