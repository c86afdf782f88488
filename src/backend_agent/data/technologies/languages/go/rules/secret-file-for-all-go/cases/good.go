package a

func saveSecret() {
	os.WriteFile(path, data, 0600)
}
