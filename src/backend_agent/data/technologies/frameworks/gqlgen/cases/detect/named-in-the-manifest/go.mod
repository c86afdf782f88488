module example.org/depot

go 1.26

require github.com/99designs/gqlgen v1.0.0
