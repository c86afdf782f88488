package a

func leave(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/items/"+r.FormValue("id"), http.StatusFound)
}
