module example.org/depot

go 1.26

require github.com/gobuffalo/buffalo v1.0.0
