"""What the repository leaves open is told with its other ways, and written so where one is settled."""

from __future__ import annotations

from backend_agent.facts import read_application
from backend_agent.implement.analogy import add_resource
from backend_agent.plan.grammar import parse_resource
from backend_agent.values.changes import ChangeSet
from backend_agent.values.task import AddResource
from tests.implement.analogy.kit import (
    PYTHON,
    SHOP,
    TYPESCRIPT,
    catalog,
    component,
    text_of,
    tree_of,
)
from tests.implement.analogy.typescript_service import SERVICE

WORK_ORDER = "work_order label:string total:decimal notes:text:optional"


def settled(
    files: dict[str, str],
    *choices: tuple[str, str],
    request: str = WORK_ORDER,
    technologies: tuple[str, ...] = PYTHON,
    like: str | None = "dish",
) -> ChangeSet:
    tree, whole = tree_of(files), component(*technologies)
    operation = AddResource(resource=parse_resource(request.split()), like=like, choices=choices)
    return add_resource(tree, whole, read_application(tree, whole, catalog()), catalog(), operation)


def test_what_nothing_decides_is_told_with_its_other_ways() -> None:
    change = settled(SHOP)
    assert [(each.subject, each.taken, each.others) for each in change.choices] == [
        ("decimal in JSON", '"12.50"', ("12.5",)),
        ("the path", "kebab", ("camel", "snake")),
    ]
    said = "\n".join(note.text for note in change.notes if note.kind == "choice")
    assert (
        "the path: nothing here decides; where the checks refuse kebab, camel or snake is tried"
        in (said)
    )


def test_a_word_of_one_part_and_types_of_one_form_leave_nothing_open() -> None:
    assert settled(SHOP, request="order label:string amount:int").choices == ()


def test_what_the_repository_shows_is_not_open() -> None:
    routes = SHOP["shop/routes/guests.py"].replace('"/{guest_id}")', '"/{guest_id}/sign_out")')
    shown = SHOP | {"shop/routes/guests.py": routes, "shop/sign_out.py": "X = 1\n"}
    subjects = [each.subject for each in settled(shown).choices]
    assert subjects == ["decimal in JSON"]


def test_a_settled_path_is_written_so_and_is_open_no_more() -> None:
    change = settled(SHOP, ("the path", "camel"))
    assert 'prefix="/workOrders"' in text_of(change, "shop/routes/work_orders.py")
    assert [each.subject for each in change.choices] == ["decimal in JSON"]


def test_names_of_files_are_open_where_files_are_imported_by_their_paths() -> None:
    request = "work_order label:string height:int"

    def made(*choices: tuple[str, str]) -> ChangeSet:
        return settled(SERVICE, *choices, request=request, technologies=TYPESCRIPT, like=None)

    assert ("file names", "kebab", ("camel", "snake", "pascal")) in [
        (each.subject, each.taken, each.others) for each in made().choices
    ]
    assert "src/store/work-orders.ts" in made().paths
    assert "src/store/workOrders.ts" in made(("file names", "camel")).paths


def test_a_settled_form_in_json_is_that_of_payload_and_comparison() -> None:
    change = settled(SHOP, ("decimal in JSON", "12.5"))
    tests = text_of(change, "tests/test_work_orders.py")
    assert '"total": 12.5' in tests
    assert 'body["total"] == 12.5' in tests
    assert 'body["total"] == float(work_order.total)' in tests
    assert 'Decimal("12.50")' in text_of(change, "tests/factory.py")
