package shop

import "fmt"

var jwtSecret = []byte("a1b2c3d4e5f6")

func show() {
	apiKey := "a1b2c3d4e5f6g7h8"
	fmt.Println(apiKey, jwtSecret)
}
