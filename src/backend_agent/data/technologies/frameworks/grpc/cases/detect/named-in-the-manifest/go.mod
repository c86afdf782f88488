module example.org/depot

go 1.26

require google.golang.org/grpc v1.0.0
