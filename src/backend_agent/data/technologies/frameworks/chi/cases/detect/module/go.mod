module example.com/quay

go 1.26

require (
	github.com/go-chi/chi/v5 v5.2.0
	github.com/jackc/pgx/v5 v5.7.0 // indirect
)
