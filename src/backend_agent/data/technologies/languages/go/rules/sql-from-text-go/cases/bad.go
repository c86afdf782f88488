package a

func f(id string) {
	q := fmt.Sprintf("SELECT a FROM b WHERE c=%s", id)
	rows, err := db.Query(q) // expect: sql-from-text-go
	_ = rows
	db.Exec("DELETE FROM a WHERE b = " + id) // expect: sql-from-text-go
}
