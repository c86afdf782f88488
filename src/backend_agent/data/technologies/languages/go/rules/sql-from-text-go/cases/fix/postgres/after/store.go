package shop

import (
	"context"
	"database/sql"
)

func find(ctx context.Context, db *sql.DB, name string, age int) {
	_, _ = db.Query("SELECT id FROM users WHERE name = $1 AND age > $2", name, age)
	_, _ = db.Exec("DELETE FROM users WHERE id = " + name)
	_, _ = db.ExecContext(ctx, "DELETE FROM users WHERE id = $1", name)
}
