package a

func f() {
	db.AutoMigrate(&User{}) // expect: schema-without-migration-go
	db.Exec("CREATE TABLE a (b int)") // expect: schema-without-migration-go
}
