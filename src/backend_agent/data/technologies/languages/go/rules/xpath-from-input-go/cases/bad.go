package a

func find(id string) {
	goxpath.MustParse(fmt.Sprintf("//a[@id='%s']", id)) // expect: xpath-from-input-go
}
