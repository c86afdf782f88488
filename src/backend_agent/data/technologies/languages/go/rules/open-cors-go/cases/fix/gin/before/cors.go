package shop

import (
	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

func policy() gin.HandlerFunc {
	return cors.New(cors.Config{
		AllowOrigins:     []string{"*"},
		AllowCredentials: true,
	})
}
