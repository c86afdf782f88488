package a

func f(s string) { exec.Command("ls", s) }

var c = exec.Command("sh", "-c", "ls")
