module example.org/depot

go 1.26

require github.com/kataras/iris v1.0.0
