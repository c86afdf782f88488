package main

import (
	"log"
	"net/http"
)

func main() {
	server := &http.Server{
		Addr: ":8080",
	}
	client := &http.Client{}
	_, _ = client.Get("http://localhost")
	_, _ = http.Get("http://localhost")
	go func() { log.Fatal(http.ListenAndServe(":8081", nil)) }()
	log.Fatal(server.ListenAndServe())
}
