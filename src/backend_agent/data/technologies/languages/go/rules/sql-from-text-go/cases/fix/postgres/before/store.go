package shop

import (
	"context"
	"database/sql"
	"fmt"
)

func find(ctx context.Context, db *sql.DB, name string, age int) {
	_, _ = db.Query(fmt.Sprintf("SELECT id FROM users WHERE name = '%s' AND age > %d", name, age))
	_, _ = db.Exec("DELETE FROM users WHERE id = " + name)
	_, _ = db.ExecContext(ctx, "DELETE FROM users WHERE id = "+name)
}
