package a

func f() {
	db.Exec("INSERT INTO a VALUES ($1)", b)
}
