package main

import (
	"log"
	"net/http"
	"time"
)

func main() {
	server := &http.Server{
		Addr: ":8080",
		ReadHeaderTimeout: 10 * time.Second,
	}
	client := &http.Client{Timeout: 10 * time.Second}
	_, _ = client.Get("http://localhost")
	_, _ = (&http.Client{Timeout: 10 * time.Second}).Get("http://localhost")
	go func() { log.Fatal((&http.Server{Addr: ":8081", Handler: nil, ReadHeaderTimeout: 10 * time.Second}).ListenAndServe()) }()
	log.Fatal(server.ListenAndServe())
}
