module example.org/depot

go 1.26

require github.com/beego/beego v1.0.0
