"""A required column in a generated migration gets a value for the rows that are there."""

from __future__ import annotations

from backend_agent.catalog import load_catalog
from backend_agent.implement.backfill import fill_columns
from backend_agent.values.changes import Column, FileChange
from backend_agent.values.migration_format import MigrationFormat

REVISION = """def upgrade() -> None:
    op.add_column('item', sa.Column('size', sa.Enum('a', 'b', native_enum=False), nullable=False))
    op.add_column('item', sa.Column('note', sa.String(length=9), nullable=True))


def downgrade() -> None:
    op.drop_column('item', 'note')
"""
BATCH = """def upgrade():
    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('size', sa.Integer(), nullable=False))
"""


def column(name: str = "size", value: str = "0") -> Column:
    return Column(table="item", name=name, filled=bool(value), value=value)


def fill(
    tool: str, path: str, text: str, *columns: Column, databases: tuple[str, ...] = ()
) -> tuple[str, tuple[Column, ...], tuple[str, ...]]:
    form = load_catalog().document(tool, MigrationFormat)
    change = FileChange(path=path, before=None, after=text.encode())
    changes, missed, told = fill_columns((change,), columns, form, frozenset(databases))
    return (changes[0].after or b"").decode(), missed, told


def test_the_default_comes_and_goes_in_one_revision() -> None:
    text, missed, told = fill("alembic", "versions/a.py", REVISION, column(value="'a'"))
    assert missed == ()
    assert (
        "native_enum=False), nullable=False, server_default=sa.text(\"'a'\")))\n"
        '    op.alter_column("item", "size", server_default=None)\n'
        "    op.add_column('item', sa.Column('note'"
    ) in text
    assert "the default goes again" in told[0]


def test_a_database_that_cannot_drop_a_default_keeps_it_and_that_is_told() -> None:
    text, _, told = fill("alembic", "versions/a.py", REVISION, column(), databases=("sqlite",))
    assert 'server_default=sa.text("0")' in text
    assert "alter_column" not in text
    assert "keeps that default" in told[0]


def test_a_column_in_a_batch_is_found_too() -> None:
    text, missed, _ = fill("alembic", "versions/a.py", BATCH, column())
    assert missed == ()
    assert 'sa.Integer(), nullable=False, server_default=sa.text("0")))\n' in text


def test_a_value_with_quotes_and_colons_stays_what_it_is() -> None:
    text, _, _ = fill("alembic", "versions/a.py", REVISION, column(value="'a\"b:c'"))
    assert 'sa.text("\'a\\"b\\\\:c\'")' in text


def test_a_column_that_may_be_null_needs_none() -> None:
    text, missed, told = fill("alembic", "versions/a.py", REVISION, column("note", ""))
    assert (text, missed, told) == (REVISION, (), ())


def test_a_column_without_a_place_is_missed_not_guessed() -> None:
    _, missed, _ = fill("alembic", "versions/a.py", REVISION, column("weight"))
    assert [each.name for each in missed] == ["weight"]


def test_plain_sql_gets_a_default_as_the_database_can() -> None:
    sql = "ALTER TABLE `item` ADD `size` integer NOT NULL;\n"
    text, _, _ = fill("drizzle-kit", "drizzle/0001.sql", sql, column(), databases=("sqlite",))
    assert text == "ALTER TABLE `item` ADD `size` integer NOT NULL DEFAULT 0;\n"
    sql = 'ALTER TABLE "item" ADD COLUMN "size" integer NOT NULL;\n'
    text, _, _ = fill("drizzle-kit", "drizzle/0001.sql", sql, column(), databases=("postgresql",))
    assert text == (
        'ALTER TABLE "item" ADD COLUMN "size" integer NOT NULL DEFAULT 0;\n'
        "--> statement-breakpoint\n"
        'ALTER TABLE "item" ALTER COLUMN "size" DROP DEFAULT;\n'
    )
