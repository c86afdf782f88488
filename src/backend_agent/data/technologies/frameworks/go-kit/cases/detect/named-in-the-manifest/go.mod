module example.org/depot

go 1.26

require github.com/go-kit/kit v1.0.0
