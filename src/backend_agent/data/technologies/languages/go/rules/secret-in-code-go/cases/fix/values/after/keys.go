package shop

import "fmt"
import "os"

var jwtSecret = []byte(os.Getenv("JWT_SECRET"))

func show() {
	apiKey := os.Getenv("API_KEY")
	fmt.Println(apiKey, jwtSecret)
}
