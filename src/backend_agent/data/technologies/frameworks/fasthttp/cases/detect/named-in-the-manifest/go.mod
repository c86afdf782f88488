module example.org/depot

go 1.26

require github.com/fasthttp/router v1.0.0
