module example.com/quay

go 1.26

require (
	github.com/labstack/echo/v4 v4.13.0
	github.com/jackc/pgx/v5 v5.7.0 // indirect
)
