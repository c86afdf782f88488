module example.org/depot

go 1.26

require github.com/cloudwego/hertz v1.0.0
