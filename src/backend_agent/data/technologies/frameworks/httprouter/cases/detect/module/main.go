package main

import "github.com/julienschmidt/httprouter"

func main() {}
