package shop

import (
	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	"os"
	"strings"
)

func policy() gin.HandlerFunc {
	return cors.New(cors.Config{
		AllowOrigins: strings.Split(os.Getenv("CORS_ORIGINS"), ","),
		AllowCredentials: true,
	})
}
