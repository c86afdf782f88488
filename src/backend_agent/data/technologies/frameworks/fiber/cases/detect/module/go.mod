module example.com/quay

go 1.26

require (
	github.com/gofiber/fiber/v2 v2.52.0
	github.com/jackc/pgx/v5 v5.7.0 // indirect
)
