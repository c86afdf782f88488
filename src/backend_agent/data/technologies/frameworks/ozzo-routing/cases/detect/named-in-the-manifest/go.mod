module example.org/depot

go 1.26

require github.com/go-ozzo/ozzo-routing v1.0.0
