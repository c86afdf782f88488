package auth

import "github.com/gin-gonic/gin"

func Required() gin.HandlerFunc {
	return func(c *gin.Context) { c.AbortWithStatus(401) }
}
