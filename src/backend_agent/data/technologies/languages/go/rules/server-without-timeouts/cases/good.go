package a

func f() {
	s := http.Server{Addr: ":80", ReadHeaderTimeout: time.Second}
	c := &http.Client{Timeout: time.Second}
	r.Get("/x", h)
}
