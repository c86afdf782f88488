package a

func f() {
	db.AutoMigrate(&User{}) // expect: schema-without-migration-go
	db.Exec("CREATE TABLE a (b int)") // expect: schema-without-migration-go
}
const tables = `CREATE TABLE IF NOT EXISTS notes (id INTEGER)` // expect: schema-without-migration-go
