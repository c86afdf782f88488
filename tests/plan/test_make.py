"""Plans: nine sections each filled or with its reason, and an honest plan where no engine helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.plan.make import make_plan
from backend_agent.plan.sentence import understand_task
from backend_agent.values.changes import ChangeSet, FileChange, Refusal
from backend_agent.values.plan import Plan, SectionId
from backend_agent.values.task import Operation, Task
from tests.plan import facts

TASK = (
    "add resource order customer:ref/Customer:on_delete=restrict total:decimal/10,2:min=0 "
    "sku:string/32:unique status:enum/draft,paid note:text:optional --like item --owner user"
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _plan(catalog: Catalog, text: str, change: ChangeSet, **changed: object) -> Plan:
    task = understand_task(text, catalog)
    component = replace(facts.component(), **changed)  # type: ignore[arg-type]
    return make_plan(task, facts.stack(), component, facts.application(), catalog, _always(change))


def _always(change: ChangeSet) -> Callable[[Operation], ChangeSet]:
    return lambda _operation: change


def _never(_operation: Operation) -> ChangeSet:
    raise AssertionError("nothing is proposed for a task without an operation")


def _section(plan: Plan, id_: SectionId) -> str:
    section = next(each for each in plan.sections if each.id == id_)
    return "\n".join(section.items) or f"none, because {section.none_because}"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (TASK, facts.proposal()),
        (TASK, ChangeSet()),
        (TASK, ChangeSet(already=("resource order",))),
        ("add capability health-probes", facts.proposal()),
        ("Make the item list faster", ChangeSet()),
        ("Frobnicate the wibble", ChangeSet()),
    ],
)
def test_each_section_is_filled_or_says_why_not_and_never_both(
    catalog: Catalog, text: str, change: ChangeSet
) -> None:
    plan = _plan(catalog, text, change)
    assert tuple(section.id for section in plan.sections) == get_args(SectionId)
    for section in plan.sections:
        assert bool(section.items) != bool(section.none_because), section


def test_files_come_in_the_order_of_the_layers_with_a_purpose(catalog: Catalog) -> None:
    plan = _plan(catalog, TASK, facts.proposal())
    assert [(file.action, file.path) for file in plan.files] == [
        ("create", "app/models/order.py"),
        ("create", "app/api/orders.py"),
        ("modify", "app/main.py"),
        ("create", "tests/test_orders.py"),
    ]
    assert all(file.purpose for file in plan.files)
    assert "1. models: `app/models/order.py`" in _section(plan, "sub-tasks")
    assert "checks: lint, test" in _section(plan, "sub-tasks")


def test_the_migration_is_a_step_of_the_projects_own_tool(catalog: Catalog) -> None:
    plan = _plan(catalog, TASK, facts.proposal())
    assert [(step.id, step.maker) for step in plan.steps] == [
        ("analogy", "analogy"),
        ("migration", "tool"),
    ]
    text = _section(plan, "migrations")
    assert "Alembic 1.0 (pyproject.toml:7) writes one new migration" in text
    assert "creates `orders` and nothing else" in text
    assert "existing rows: untouched" in text
    assert "foreign keys to `Customer`" in text
    assert "DA-02" in plan.steps[1].standards


def test_a_proposal_that_holds_its_migration_needs_no_tool_for_it(catalog: Catalog) -> None:
    change = facts.proposal()
    own = FileChange(path="migrations/versions/0002_orders.py", before=None, after=b"")
    plan = _plan(catalog, TASK, replace(change, changes=(*change.changes, own)))
    assert [step.id for step in plan.steps] == ["analogy"]


def test_without_a_migration_tool_the_table_is_left_to_the_user(catalog: Catalog) -> None:
    plan = _plan(catalog, TASK, facts.proposal(), technologies=())
    assert [step.id for step in plan.steps] == ["analogy"]
    assert "table `orders` must be created by you" in _section(plan, "migrations")
    assert _section(plan, "dependencies").startswith("none, because no package")


def test_a_repository_that_keeps_no_revisions_gets_none(catalog: Catalog) -> None:
    bare = replace(facts.application(), migrations=())
    plan = make_plan(
        understand_task(TASK, catalog), facts.stack(), facts.component(), bare, catalog,
        _always(facts.proposal()),
    )  # fmt: skip
    assert [step.id for step in plan.steps] == ["analogy"]
    assert "has no revision here: make one that creates `orders`" in _section(plan, "migrations")
    assert "migration: let" not in _section(plan, "sub-tasks")


def test_existing_packages_are_named_before_anything_new(catalog: Catalog) -> None:
    text = _section(_plan(catalog, TASK, facts.proposal()), "dependencies")
    assert text.splitlines()[0] == "framework: Fastapi 1.0 (pyproject.toml:7) is here and is used"
    assert text.splitlines()[-1] == "no new package"
    manifest = FileChange(path="pyproject.toml", before=b"a\n", after=b'a\n"httpx>=1",\n')
    change = replace(facts.proposal(), changes=(*facts.proposal().changes, manifest))
    text = _section(_plan(catalog, TASK, change), "dependencies")
    assert text.splitlines()[-1] == 'new in `pyproject.toml`: "httpx>=1",'


def test_edge_cases_follow_types_bounds_and_flags(catalog: Catalog) -> None:
    text = _section(_plan(catalog, TASK, facts.proposal()), "edge-cases")
    for line in (
        "`customer` (ref): an unknown Customer is refused; the Customer cannot be deleted while it is used",
        "`total` (decimal): -0.01 is refused, 0 accepted",
        "32 characters are accepted, 33 refused",
        "the same value a second time, on create and on update, is a conflict",
        "anything but draft, paid is refused, also 'DRAFT'",
        "`note` (text): empty and only blanks",
        "absent and null are both accepted",
        "a creation without `customer`, `total`, `sku` or `status` is refused",
        "one that belongs to another user is answered like one that is not there",
    ):
        assert line in text, line


def test_errors_are_read_from_the_proposed_lines_with_their_place(catalog: Catalog) -> None:
    text = _section(_plan(catalog, TASK, facts.proposal()), "errors")
    assert (
        '404: `raise HTTPException(status_code=404, detail="Order not found")` (app/api/orders.py:1)'
        in text
    )
    assert "403: `assert r.status_code == 403` (tests/test_orders.py:1)" in text
    assert "404: `port" not in text
    assert "`sku` taken" in text
    assert "`customer` unknown" in text
    assert "is refused as `ItemCreate` is on POST /items (Pydantic 1.0" in text


def test_guards_travel_from_the_exemplar_that_was_asked_for(catalog: Catalog) -> None:
    text = _section(_plan(catalog, TASK, facts.proposal()), "security")
    assert (
        "guarded by `current_user`, as on GET /items (app/api/items.py:12): GET /orders, POST /orders"
        in text
    )
    assert "guarded by `current_user` and `is_admin`" in text
    assert "only the owner may delete (app/api/items.py:12)" in text
    assert "names have 255" not in text
    assert (
        "a body must be able to set `customer`, `total`, `sku`, `status` and `note` and nothing else"
        in text
    )
    assert "no SQL is written by hand: queries go through Sqlalchemy 2.1.9" in text


def test_open_routes_are_called_open(catalog: Catalog) -> None:
    text = _section(
        _plan(catalog, TASK.replace("--like item", "--like user"), facts.proposal()), "security"
    )
    assert "nothing that asks who is calling was found, as on GET /users" in text
    assert "so anyone may call POST /orders" in text


def test_compatibility_counts_what_stays_and_names_what_changes(catalog: Catalog) -> None:
    text = _section(_plan(catalog, TASK, facts.proposal()), "compatibility")
    assert "3 new routes: GET /orders, POST /orders, DELETE /orders/{order_id}" in text
    assert "the 5 existing routes keep path, request and response" in text
    assert "existing lines change in `app/main.py`" in text


def test_architecture_names_the_pattern_or_says_it_is_unknown(catalog: Catalog) -> None:
    text = _section(_plan(catalog, TASK, facts.proposal()), "architecture")
    assert text.splitlines()[0] == "layered (app)"
    assert "layers touched, each as it is used today: models, routes, registration, tests" in text


def test_a_change_of_one_file_prints_no_plan(catalog: Catalog) -> None:
    change = ChangeSet(changes=(FileChange(path="app/main.py", before=b"", after=b"x\n"),))
    plan = _plan(catalog, "add capability health-probes", change)
    assert not plan.ceremony
    assert plan.sections == ()
    assert [file.path for file in plan.files] == ["app/main.py"]


def test_what_is_there_already_is_every_sections_reason(catalog: Catalog) -> None:
    plan = _plan(catalog, TASK, ChangeSet(already=("resource order",)))
    assert plan.steps == ()
    assert plan.possible_with == ()
    assert {section.none_because for section in plan.sections} == {
        "everything asked for is there already: resource order"
    }


def test_a_refused_proposal_keeps_its_reasons_and_says_what_would_help(catalog: Catalog) -> None:
    refusal = Refusal(subject="resource order", reason="no resource to learn from")
    plan = _plan(catalog, TASK, ChangeSet(refusals=(refusal,)))
    assert plan.steps == ()
    assert plan.refusals == (refusal,)
    assert any("--like NAME" in each for each in plan.possible_with)


def test_the_resource_that_was_asked_for_is_the_first_similar_one(catalog: Catalog) -> None:
    assert [each.resource for each in _plan(catalog, TASK, facts.proposal()).similar] == [
        "item",
        "user",
    ]


def _open_plan(catalog: Catalog, text: str) -> Plan:
    return make_plan(
        Task(text=text), facts.stack(), facts.component(), facts.application(), catalog, _never
    )


def test_a_task_for_a_person_names_the_likely_files_with_evidence(catalog: Catalog) -> None:
    plan = _open_plan(catalog, "Items should be deletable only by admins, and cache the item list")
    assert plan.steps[0].maker == "none"
    assert [file.path for file in plan.files[:2]] == ["app/api/items.py", "app/models/item.py"]
    assert "GET /items, line 12" in plan.files[0].purpose
    assert "model Item, line 9" in plan.files[1].purpose
    assert plan.similar[0].resource == "item"
    assert "guarded by `current_user` and `is_admin`: keep it" in _section(plan, "security")
    assert "clients call GET /items" in _section(plan, "compatibility")
    assert "if a column of `items` changes: a migration of Alembic" in _section(plan, "migrations")
    assert "rows of `items` in which `note` is null" in _section(plan, "edge-cases")
    assert "cache: nothing of this kind is here; maintained ones: " in _section(
        plan, "dependencies"
    )
    assert "write a test that fails today beside `tests/test_items.py`" in _section(
        plan, "sub-tasks"
    )
    assert any("add resource NAME" in each for each in plan.possible_with)
    assert any("health-probes" in each for each in plan.possible_with)


def test_a_task_that_names_one_file_prints_no_plan_but_what_would_help(catalog: Catalog) -> None:
    plan = _open_plan(catalog, "Correct the comment in app/settings.py")
    assert not plan.ceremony
    assert plan.sections == ()
    assert [file.path for file in plan.files] == ["app/settings.py"]
    assert plan.possible_with


def test_a_task_that_speaks_of_nothing_here_says_so(catalog: Catalog) -> None:
    plan = _open_plan(catalog, "Frobnicate the wibble")
    assert plan.files == ()
    assert _section(plan, "files").startswith("none, because no word of the task was found")
