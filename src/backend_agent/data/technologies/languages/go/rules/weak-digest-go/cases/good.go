package a

func key(p string) { md5.Sum([]byte(p)) }
