module example.org/depot

go 1.26

require github.com/danielgtaylor/huma v1.0.0
