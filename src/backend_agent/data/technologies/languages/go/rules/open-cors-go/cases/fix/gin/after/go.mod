module shop

go 1.24

require github.com/gin-contrib/cors v1.7.0
