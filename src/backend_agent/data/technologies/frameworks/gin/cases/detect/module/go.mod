module example.com/quay

go 1.26

require (
	github.com/gin-gonic/gin v1.11.0
	github.com/jackc/pgx/v5 v5.7.0 // indirect
)
