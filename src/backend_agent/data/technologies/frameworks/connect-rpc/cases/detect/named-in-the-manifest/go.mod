module example.org/depot

go 1.26

require connectrpc.com/connect v1.0.0
