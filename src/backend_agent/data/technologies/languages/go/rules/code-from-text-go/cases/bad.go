package a

func f(s string) { exec.Command("sh", "-c", "ls "+s) } // expect: code-from-text-go
func system(ctx context.Context, cmd string) ([]byte, error) {
	return exec.CommandContext(ctx, "sh", "-c", cmd).CombinedOutput() // expect: code-from-text-go
}
