package a

func read(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	data, err := os.ReadFile(filepath.Join(root, name)) // expect: path-from-input-go
}
