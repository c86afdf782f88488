from alembic import op

revision: str = "b2"
down_revision: str | None = "a1"


def upgrade() -> None:
    op.create_table('entry_tags')
