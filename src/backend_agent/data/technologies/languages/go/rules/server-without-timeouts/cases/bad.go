package a

func f() {
	http.ListenAndServe(":80", nil) // expect: server-without-timeouts
	s := http.Server{Addr: ":80"} // expect: server-without-timeouts
	http.Get(url) // expect: server-without-timeouts
	_ = s
}
