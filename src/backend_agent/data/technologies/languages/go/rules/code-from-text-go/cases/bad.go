package a

func f(s string) { exec.Command("sh", "-c", "ls "+s) } // expect: code-from-text-go
