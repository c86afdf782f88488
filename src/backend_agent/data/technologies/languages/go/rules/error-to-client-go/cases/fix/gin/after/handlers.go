package shop

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func list(c *gin.Context) {
	if err := load(); err != nil {
		c.JSON(http.StatusInternalServerError, gin.H{"error": "internal error"})
		return
	}
}
