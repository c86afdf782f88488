module example.org/depot

go 1.26

require github.com/go-kratos/kratos v1.0.0
