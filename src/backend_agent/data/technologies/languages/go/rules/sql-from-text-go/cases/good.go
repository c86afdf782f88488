package a

func f(id string) {
	db.Query("SELECT a FROM b WHERE c = $1", id)
	log.Print("select one from " + id)
}
