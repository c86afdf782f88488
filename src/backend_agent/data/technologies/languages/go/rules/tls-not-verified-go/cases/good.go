package a

var c = &tls.Config{InsecureSkipVerify: cfg.Insecure}
