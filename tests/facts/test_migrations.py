"""The tables that a migration names, in each form in which its tool writes it."""

from __future__ import annotations

from backend_agent.facts import read_application
from tests.implement.analogy.kit import SHOP, catalog, component, tree_of

BATCH = """revision = "b2"
down_revision = "a1"


def upgrade():
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rating', sa.Integer(), nullable=False))
        batch_op.create_index(batch_op.f('ix_posts_rating'), ['rating'], unique=False)


def downgrade():
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_column('rating')
"""


def test_a_column_in_a_batch_is_no_table() -> None:
    tree = tree_of(SHOP | {"alembic/versions/b2_add.py": BATCH})
    technologies = component("python", "fastapi", "sqlalchemy", "alembic")
    (found,) = read_application(tree, technologies, catalog()).migrations
    assert (found.creates, found.touches) == ((), ("posts",))


def test_a_column_and_an_index_in_plain_sql_touch_their_table() -> None:
    sql = (
        "ALTER TABLE `tasks` ADD `priority` integer;--> statement-breakpoint\n"
        'CREATE UNIQUE INDEX "tasks_priority" ON "public"."tasks" ("priority");'
    )
    tree = tree_of({"src/db/schema.ts": "import 'drizzle-orm';\n", "drizzle/0001_more.sql": sql})
    technologies = component("typescript", "drizzle", "drizzle-kit")
    (found,) = read_application(tree, technologies, catalog()).migrations
    assert (found.creates, found.touches) == ((), ("tasks",))
