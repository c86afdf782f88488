package a

func hashPassword(p string) string {
	h := md5.New() // expect: fast-password-hash-go
	return string(h.Sum(nil))
}

func g(pass string) { check(Md5Sum(pass)) } // expect: fast-password-hash-go
