module example.org/depot

go 1.26

require github.com/zeromicro/go-zero v1.0.0
