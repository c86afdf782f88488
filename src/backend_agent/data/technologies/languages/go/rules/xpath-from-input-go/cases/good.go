package a

func find(id string) {
	goxpath.MustParse("//a[@id=$id]")
}
