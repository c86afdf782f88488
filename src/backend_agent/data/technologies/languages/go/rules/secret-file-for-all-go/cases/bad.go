package a

func saveSecret() {
	os.WriteFile(path, data, 0644) // expect: secret-file-for-all-go
}
