package main

func main() {
	mux := http.NewServeMux()
}
