package a

func read(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.URL.Query().Get("name"))
	data, err := os.ReadFile(filepath.Join(root, name))
}

func inside(w http.ResponseWriter, r *http.Request) {
	path := filepath.Clean(filepath.Join(root, r.FormValue("name")))
	if !strings.HasPrefix(path, root) {
		return
	}
	os.Open(path)
}
