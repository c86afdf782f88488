"""What was added is taken out exactly, and what cannot go exactly is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from backend_agent.plan.grammar import parse_field, parse_resource
from backend_agent.values.changes import ChangeSet, Column, FileChange
from backend_agent.values.ledger import Addition, Past
from backend_agent.values.task import AddField, AddResource
from backend_agent.world.tree import OverlayTree, Tree
from tests.implement.analogy.kit import (
    ORDER,
    SHOP,
    TYPESCRIPT,
    applied,
    extend,
    reasons,
    remove,
    text_of,
    transplant,
    tree_of,
)
from tests.implement.analogy.typescript_service import SERVICE

FIELDS = "quantity:int:min=1 note:text:optional kind:enum/a,b"


def past_of(*additions: Addition, committed: tuple[str, ...] = ()) -> Past:
    """The runs, newest first, and the paths that the last commit holds."""
    return Past(additions=lambda: additions, is_committed=lambda path: path in committed)


def added_order(change: ChangeSet) -> Addition:
    operation = AddResource(resource=parse_resource(ORDER.split()))
    return Addition(run="r1", operation=operation, changes=change)


def added_fields(change: ChangeSet, fields: str = FIELDS) -> Addition:
    parsed = tuple(parse_field(each) for each in fields.split())
    return Addition(run="r2", operation=AddField(resource="dish", fields=parsed), changes=change)


def with_text(tree: Tree, path: str, old: str, new: str) -> Tree:
    text = tree.read_bytes(path).decode()
    assert old in text
    change = FileChange(path=path, before=text.encode(), after=text.replace(old, new, 1).encode())
    return OverlayTree(tree, (change,))


def differences(tree: Tree, change: ChangeSet, files: Mapping[str, str]) -> list[str]:
    """The paths that are not byte for byte as in `files`."""
    left = OverlayTree(tree, change.changes)
    paths = {*left.paths(), *files}
    return sorted(
        path
        for path in paths
        if not left.exists(path) or left.read_bytes(path) != files.get(path, "\0").encode()
    )


def test_a_resource_that_a_run_added_goes_byte_for_byte() -> None:
    made = transplant(SHOP)
    grown = applied(SHOP, made)
    back = remove(grown, "order", past_of(added_order(made)))
    assert back.refusals == ()
    assert differences(grown, back, SHOP) == []
    assert {str(key) for key in back.routes_removed} == {str(key) for key in made.routes_added}
    assert back.tables_removed == ("orders",)


def test_edits_of_others_beside_it_stay() -> None:
    made = transplant(SHOP)
    grown = with_text(
        applied(SHOP, made), "shop/main.py", "app = FastAPI()", "app = FastAPI(debug=True)"
    )
    back = remove(grown, "order", past_of(added_order(made)))
    assert back.refusals == ()
    assert differences(grown, back, SHOP) == ["shop/main.py"]
    assert "FastAPI(debug=True)" in text_of(back, "shop/main.py")


def test_a_file_that_was_changed_since_is_refused_with_its_place() -> None:
    made = transplant(SHOP)
    grown = with_text(applied(SHOP, made), "shop/routes/orders.py", "List orders", "All orders")
    back = remove(grown, "order", past_of(added_order(made)))
    assert back.changes == ()
    assert back.refusals[0].path == "shop/routes/orders.py"
    assert "changed since" in back.refusals[0].reason


def test_a_use_that_came_after_it_is_refused_with_its_place() -> None:
    made = transplant(SHOP)
    job = (
        "from shop.models import Order\n\n\ndef count(session):\n    return session.query(Order)\n"
    )
    grown = OverlayTree(
        applied(SHOP, made), (FileChange(path="shop/jobs.py", before=None, after=job.encode()),)
    )
    back = remove(grown, "order", past_of(added_order(made)))
    assert back.changes == ()
    assert "shop/jobs.py" in {each.path for each in back.refusals}


def test_fields_that_it_gained_later_go_with_it() -> None:
    made = transplant(SHOP)
    once = applied(SHOP, made)
    more = extend(once, "order rank:int:optional")
    grown = OverlayTree(once, more.changes)
    gained = AddField(resource="order", fields=(parse_field("rank:int:optional"),))
    later = Addition(run="r3", operation=gained, changes=more)
    back = remove(grown, "order", past_of(later, added_order(made)))
    assert back.refusals == ()
    assert differences(grown, back, SHOP) == []


def test_a_resource_that_is_gone_is_no_change() -> None:
    back = remove(SHOP, "order")
    assert back.changes == ()
    assert back.already == ("there is no order",)


REVISION = (
    'revision = "a1"\ndown_revision = None\n\n\ndef upgrade():\n    op.create_table("orders")\n'
)


def test_a_migration_that_no_commit_holds_goes_as_it_came() -> None:
    made = transplant(SHOP)
    path = "alembic/versions/a1_add_orders.py"
    file = FileChange(path=path, before=None, after=REVISION.encode())
    made = replace(made, changes=(*made.changes, file))
    grown = applied(SHOP, made)
    back = remove(grown, "order", past_of(added_order(made)))
    assert path in back.paths
    assert back.tables_removed == ()
    assert any("migrate down first" in note.text for note in back.notes)


def test_a_migration_that_a_commit_holds_stays_and_a_new_one_is_asked_for() -> None:
    made = transplant(SHOP)
    path = "alembic/versions/a1_add_orders.py"
    file = FileChange(path=path, before=None, after=REVISION.encode())
    made = replace(made, changes=(*made.changes, file))
    grown = applied(SHOP, made)
    back = remove(grown, "order", past_of(added_order(made), committed=(path,)))
    assert path not in back.paths
    assert back.tables_removed == ("orders",)


def test_a_migration_that_another_one_follows_stays() -> None:
    made = transplant(SHOP)
    path = "alembic/versions/a1_add_orders.py"
    file = FileChange(path=path, before=None, after=REVISION.encode())
    made = replace(made, changes=(*made.changes, file))
    later = 'revision = "b2"\ndown_revision = "a1"\n'
    follower = FileChange(path="alembic/versions/b2.py", before=None, after=later.encode())
    grown = OverlayTree(applied(SHOP, made), (follower,))
    back = remove(grown, "order", past_of(added_order(made)))
    assert path not in back.paths


def test_fields_that_a_run_added_go_byte_for_byte() -> None:
    made = extend(SHOP, f"dish {FIELDS}")
    grown = applied(SHOP, made)
    back = remove(grown, "dish quantity note kind", past_of(added_fields(made)))
    assert back.refusals == ()
    assert differences(grown, back, SHOP) == []
    assert Column(table="dishes", name="note") in back.columns_removed


def test_a_field_goes_without_a_run_that_added_it() -> None:
    back = remove(SHOP, "dish recipe")
    assert back.refusals == ()
    left = OverlayTree(tree_of(SHOP), back.changes)
    for path in left.paths():
        assert b"recipe" not in left.read_bytes(path), path
    assert back.columns_removed == (Column(table="dishes", name="recipe"),)


def test_one_of_several_fields_that_came_together_goes_alone() -> None:
    made = extend(SHOP, f"dish {FIELDS}")
    grown = applied(SHOP, made)
    back = remove(grown, "dish note", past_of(added_fields(made)))
    assert back.refusals == ()
    left = OverlayTree(grown, back.changes)
    models = left.read_bytes("shop/models.py").decode()
    assert "note" not in models
    assert "quantity" in models


def test_a_field_that_decides_something_is_refused_with_the_place() -> None:
    routes = SHOP["shop/routes/dishes.py"].replace(
        "    dish = session.get(Dish, dish_id)\n    if dish is None:",
        "    dish = session.get(Dish, dish_id)\n    if dish is None or not dish.recipe:",
    )
    back = remove(SHOP | {"shop/routes/dishes.py": routes}, "dish recipe")
    assert back.changes == ()
    assert back.refusals[0].path == "shop/routes/dishes.py"
    assert "if dish is None or not dish.recipe" in back.refusals[0].snippet


def test_a_test_named_after_the_field_is_refused_not_left_lying() -> None:
    assert "test_negative_portions_are_refused" in reasons(remove(SHOP, "dish portions"))


def test_what_a_resource_lives_by_is_no_field_to_remove() -> None:
    assert "lives by id" in reasons(remove(SHOP, "dish id"))
    assert "nothing would be left" in reasons(remove(SHOP, "dish label portions recipe"))


def test_a_field_that_is_not_there_is_no_change() -> None:
    back = remove(SHOP, "dish colour")
    assert back.changes == ()
    assert back.already == ("Dish has no colour",)


def test_a_resource_that_no_run_added_goes_by_what_belongs_to_it() -> None:
    grown = applied(SHOP, transplant(SHOP))
    back = remove(grown, "order")
    assert back.refusals == ()
    left = OverlayTree(grown, back.changes)
    for path in left.paths():
        assert b"rder" not in left.read_bytes(path).replace(b"order_by", b""), path
    assert back.tables_removed == ("orders",)


def test_a_resource_that_is_used_beyond_its_registrations_is_refused() -> None:
    job = "from shop.models import Dish\n\n\ndef count(session):\n    return session.query(Dish)\n"
    back = remove(SHOP | {"shop/jobs.py": job}, "dish")
    assert back.changes == ()
    assert [(each.path, each.line) for each in back.refusals] == [("shop/jobs.py", 5)]


def test_the_registrations_in_the_files_of_its_parent_go_with_it() -> None:
    back = remove(SHOP, "dish")
    assert back.refusals == ()
    guests = text_of(back, "shop/routes/guests.py")
    assert "Dish" not in guests
    assert "session.execute" not in guests
    assert "relationship" not in text_of(back, "shop/models.py")


def test_an_entity_that_others_belong_to_is_refused() -> None:
    assert "dish belongs to it" in reasons(remove(SHOP, "guest"))


def test_the_same_rules_hold_in_another_language() -> None:
    request = "garden_tool width:int label:string remark:text:optional"
    made = transplant(SERVICE, request, technologies=TYPESCRIPT)
    grown = applied(SERVICE, made)
    back = remove(grown, "garden_tool", technologies=TYPESCRIPT)
    assert back.refusals == ()
    assert differences(grown, back, SERVICE) == []
