"""What a migration tool wrote is taken only if it holds what was asked and nothing else."""

from __future__ import annotations

from dataclasses import replace

from backend_agent.catalog import load_catalog
from backend_agent.implement.migration import MigrationTool, create_migration
from backend_agent.values.application import Application, Attribute, Entity, Migration
from backend_agent.values.changes import ChangeSet, Column, FileChange
from backend_agent.values.evidence import Evidence
from backend_agent.values.migration_format import MigrationFormat
from backend_agent.values.process import Completed
from backend_agent.values.technology import ToolCommand

PLACE = Evidence(path="models.py", line=1)
ITEM = Entity(
    name="Item",
    table="item",
    evidence=PLACE,
    attributes=(Attribute(name="title", type="str", evidence=PLACE),),
)
SIZE = Column(table="item", name="size")
TOOL = MigrationTool(title="Tool", commands=(ToolCommand(kind="migration-create", argv=("make",)),))


def create(
    text: str, asked: ChangeSet, *, creates: tuple[str, ...] = (), tool: MigrationTool = TOOL
) -> ChangeSet:
    """A tool that writes `text` as one migration of the table item."""
    written: list[FileChange] = []

    def run_tool(command: ToolCommand, _filled: tuple[tuple[str, str], ...]) -> Completed:
        written.append(FileChange(path="m/1.py", before=None, after=text.encode()))
        return Completed(argv=command.argv, exit_code=0)

    migration = Migration(path="m/1.py", id="1", creates=creates, touches=("item",))
    return create_migration(
        tool,
        asked,
        Application(models=(ITEM,)),
        run_tool,
        lambda: tuple(written),
        lambda: Application(migrations=(migration,)),
    )


def test_a_migration_that_adds_the_column_alone_is_taken() -> None:
    made = create("add_column('item', 'size')", ChangeSet(columns_added=(SIZE,)))
    assert made.refusals == ()
    assert made.changes[0].purpose == "migration: add size to item"


def test_a_migration_that_changes_an_older_column_is_refused() -> None:
    made = create(
        "add_column('item', 'size'); alter('item', 'title')", ChangeSet(columns_added=(SIZE,))
    )
    assert made.changes == ()
    assert "it would change item.title as well" in made.refusals[0].reason


def test_a_migration_without_the_column_is_refused() -> None:
    made = create("pass  # 'item'", ChangeSet(columns_added=(SIZE,)))
    assert "it does not speak of size" in made.refusals[0].reason


def test_a_migration_that_creates_a_table_as_well_is_refused() -> None:
    made = create(
        "add_column('item', 'size')", ChangeSet(columns_added=(SIZE,)), creates=("other",)
    )
    assert "not only add size to item" in made.refusals[0].reason


def test_a_value_for_existing_rows_without_a_place_is_refused() -> None:
    filled = Column(table="item", name="size", filled=True, value="0")
    made = create("add_column('item', 'size')", ChangeSet(columns_added=(filled,)))
    assert made.changes == ()
    assert "rows that are there need a value" in made.refusals[0].reason


def test_a_migration_that_drops_the_table_alone_is_taken_though_its_way_down_creates_it() -> None:
    asked = ChangeSet(tables_removed=("item",))
    made = create("drop('item')", asked, creates=("item",))
    assert made.refusals == ()
    assert made.changes[0].purpose == "migration: drop item"


def test_a_migration_that_drops_another_column_is_refused() -> None:
    asked = ChangeSet(columns_removed=(Column(table="item", name="size"),))
    assert create("drop_column('item', 'size')", asked).refusals == ()
    made = create("drop_column('item', 'size', 'title')", asked)
    assert "it would change item.title as well" in made.refusals[0].reason


def test_the_way_back_of_a_dropped_column_has_a_value_for_the_rows() -> None:
    text = (
        "def upgrade():\n    op.drop_column('item', 'size')\n\n\ndef downgrade():\n"
        "    op.add_column('item', sa.Column('size', sa.INTEGER(), nullable=False))\n"
    )
    form = load_catalog().document("alembic", MigrationFormat)
    tool = replace(TOOL, form=form)
    gone = Column(table="item", name="size", filled=True, value="0")
    made = create(text, ChangeSet(columns_removed=(gone,)), tool=tool)
    after = (made.changes[0].after or b"").decode()
    assert 'nullable=False, server_default=sa.text("0")))' in after
    assert "op.drop_column('item', 'size')" in after
