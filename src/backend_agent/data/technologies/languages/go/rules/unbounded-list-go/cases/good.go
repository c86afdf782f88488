package shop

func List(db *sql.DB) (*sql.Rows, error) {
	return db.Query("SELECT id, name FROM notes ORDER BY id LIMIT 50")
}
