package a

func sign(p string) { md5.Sum([]byte(p)) } // expect: weak-digest-go
