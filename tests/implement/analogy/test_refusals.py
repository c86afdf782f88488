"""What is refused: names that cannot work, what exists, exemplars that cannot be learned from."""

from __future__ import annotations

import pytest

from backend_agent.facts import read_application
from backend_agent.implement.analogy import add_resource
from backend_agent.values.errors import InputError
from backend_agent.values.task import AddResource, FieldSpec, ResourceSpec
from tests.implement.analogy.kit import (
    PYTHON,
    SHOP,
    catalog,
    component,
    extend,
    reasons,
    text_of,
    transplant,
    tree_of,
)


@pytest.mark.parametrize(
    ("request_", "message", "hint"),
    [
        ("news label:string", "same singular and plural", "news_item"),
        ("orders label:string", "is a plural", "order"),
        ("order metadata:string", "belong to a library", "metadata_value"),
        ("order model_name:string", "begin with 'model_'", "name"),
        ("order json:string", "belong to a library", "json_value"),
        ("order created_at:datetime", "is there already", "leave it out"),
    ],
)
def test_a_name_that_cannot_work_is_an_input_error_that_says_what_to_do(
    request_: str, message: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        transplant(SHOP, request_)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("resource", "field", "message"),
    [
        ("class", "label", "reserved word of the language"),
        ("order", "lambda", "reserved word of the language"),
        ("order", "id", "is there already"),
        ("2fast", "label", "no name for a resource"),
        ("order", "total price", "no name for a field"),
    ],
)
def test_names_are_checked_however_the_operation_was_made(
    resource: str, field: str, message: str
) -> None:
    tree, shop = tree_of(SHOP), component(*PYTHON)
    spec = ResourceSpec(name=resource, fields=(FieldSpec(name=field, type="string"),))
    with pytest.raises(InputError) as caught:
        add_resource(
            tree,
            shop,
            read_application(tree, shop, catalog()),
            catalog(),
            AddResource(resource=spec),
        )
    assert message in caught.value.message
    assert caught.value.hint


def test_an_unknown_exemplar_is_an_input_error_that_names_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        transplant(SHOP, like="spaceship")
    assert "'spaceship'" in caught.value.message
    assert "Dish" in caught.value.hint


def test_the_exemplar_may_be_named_in_the_plural_and_in_any_case() -> None:
    assert transplant(SHOP, like="Dishes").changes == transplant(SHOP, like="dish").changes


def test_a_reserved_word_of_sql_is_a_fine_resource_and_is_told() -> None:
    singular = SHOP | {
        "shop/models.py": SHOP["shop/models.py"].replace(
            '__tablename__ = "dishes"', '__tablename__ = "dish"'
        )
    }
    change = transplant(singular)
    assert change.tables_added == ("order",)
    assert any(
        note.kind == "assumption" and "reserved word of SQL" in note.text for note in change.notes
    )


def test_a_class_that_exists_and_is_something_else_refuses_all() -> None:
    models = SHOP["shop/models.py"] + (
        "\n\nclass Order(Base):\n"
        '    __tablename__ = "sort_orders"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    )
    change = transplant(SHOP | {"shop/models.py": models}, like="dish")
    assert change.changes == ()
    assert "the class Order exists already and is something else" in reasons(change)
    assert change.refusals[0].path == "shop/models.py"
    assert change.refusals[0].line > 1


def test_a_table_that_exists_refuses_all() -> None:
    models = SHOP["shop/models.py"] + (
        "\n\nclass Purchase(Base):\n"
        '    __tablename__ = "orders"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
    )
    change = transplant(SHOP | {"shop/models.py": models}, like="dish")
    assert change.changes == ()
    assert "the table orders exists already" in reasons(change)


def test_a_route_that_is_served_already_refuses_all() -> None:
    guests = SHOP["shop/routes/guests.py"].replace('prefix="/guests"', 'prefix="/orders"')
    change = transplant(SHOP | {"shop/routes/guests.py": guests}, like="dish")
    assert change.changes == ()
    assert "the route is served already" in reasons(change)


def test_a_file_that_exists_and_is_something_else_refuses_it_and_what_needs_it() -> None:
    change = transplant(SHOP | {"shop/routes/orders.py": "def sort_rows():\n    return 1\n"})
    assert "shop/routes/orders.py" not in change.paths
    assert "exists and holds something else" in reasons(change)
    assert change.routes_added == ()


def test_a_function_that_exists_and_is_something_else_refuses_that_slice() -> None:
    factory = SHOP["tests/factory.py"] + "\n\ndef make_order(rows):\n    return sorted(rows)\n"
    change = transplant(SHOP | {"tests/factory.py": factory})
    assert "tests/factory.py" not in change.paths
    refusal = next(each for each in change.refusals if each.path == "tests/factory.py")
    assert "make_order exists already and is something else" in refusal.reason
    assert "def make_order(session):" in refusal.snippet


def test_a_syntax_error_in_the_exemplar_is_named_with_file_and_line() -> None:
    broken = SHOP["shop/routes/dishes.py"].replace(
        "    dish = session.get(Dish, dish_id)\n    if", "    dish = session.get(Dish,\n    if", 1
    )
    change = transplant(SHOP | {"shop/routes/dishes.py": broken}, like="dish")
    assert change.changes == ()
    assert "shop/routes/dishes.py:" in reasons(change)
    assert change.refusals[0].line > 0
    assert "correct it first" in change.refusals[0].reason


def test_a_repository_without_a_resource_is_refused_with_what_was_looked_for() -> None:
    change = transplant({"app.py": "from fastapi import FastAPI\n\napp = FastAPI()\n"})
    assert change.changes == ()
    assert "no resource was found" in reasons(change)


def test_a_resource_that_can_only_be_deleted_is_no_exemplar() -> None:
    shop = SHOP | {
        "shop/routes/dishes.py": SHOP["shop/routes/dishes.py"]
        .replace("@router.post", "@router.delete")
        .replace("@router.get", "@router.delete")
        .replace("@router.patch", "@router.delete"),
        "shop/routes/guests.py": SHOP["shop/routes/guests.py"].replace(
            "@router.post", "@router.delete"
        ),
    }
    change = transplant(shop)
    assert change.changes == ()
    assert "no resource here can be learned from" in reasons(change)


def test_a_relation_is_never_added_to_a_resource_that_is_there() -> None:
    change = extend(SHOP, "dish cook:ref/Guest:optional")
    assert change.changes == ()
    assert change.refusals[0].subject == "cook"
    assert "relation" in change.refusals[0].reason


def test_an_exemplar_woven_into_the_program_is_refused_with_every_place() -> None:
    jobs = "from shop.models import Dish\n\n" + "".join(
        f"\ndef job_{number}(session):\n    session.run_{number}(Dish)\n" for number in range(9)
    )
    change = transplant(SHOP | {"shop/jobs.py": jobs})
    assert change.changes == ()
    assert len(change.refusals) == 9
    assert "woven into the program" in reasons(change)


def test_windows_line_ends_are_kept_in_new_and_in_changed_files() -> None:
    windows = {path: text.replace("\n", "\r\n") for path, text in SHOP.items()}
    change = transplant(windows)
    assert len(change.changes) == len(transplant(SHOP).changes)
    for each in change.changes:
        assert each.after is not None
        assert each.after.count(b"\n") == each.after.count(b"\r\n") > 0, each.path


def test_a_byte_order_mark_is_kept() -> None:
    marked = SHOP | {"shop/main.py": "\ufeff" + SHOP["shop/main.py"]}
    change = transplant(marked)
    main = next(each for each in change.changes if each.path == "shop/main.py")
    assert main.after is not None
    assert main.after.startswith(b"\xef\xbb\xbf")
    assert main.after.count(b"\xef\xbb\xbf") == 1


def test_a_file_that_is_not_utf_8_is_refused_and_not_damaged() -> None:
    latin = {path: text.encode() for path, text in SHOP.items()}
    latin["shop/main.py"] = b"# caf\xe9\n" + latin["shop/main.py"]
    change = transplant(latin)
    assert "shop/main.py" not in change.paths
    refusal = next(each for each in change.refusals if each.path == "shop/main.py")
    assert "not UTF-8" in refusal.reason
    assert "include_router" in refusal.snippet


def test_every_changed_file_differs_by_added_lines_only_except_its_imports() -> None:
    for each in transplant(SHOP).changes:
        if each.before is None or each.after is None:
            continue
        after = each.after.decode().splitlines()
        gone = [line for line in each.before.decode().splitlines() if line not in after]
        assert all("import" in line for line in gone), each.path


def test_a_component_in_a_folder_changes_only_files_of_that_folder() -> None:
    below = {f"services/shop/{path}": text for path, text in SHOP.items()}
    other = {"services/other/dishes.py": "def dishes():\n    return []\n"}
    change = transplant(below | other, path="services/shop")
    assert all(path.startswith("services/shop/") for path in change.paths)
    assert "services/shop/shop/routes/orders.py" in change.paths
    assert "router" in text_of(change, "services/shop/shop/routes/orders.py")


def test_an_uncountable_exemplar_is_refused_for_one_and_many_cannot_be_told_apart() -> None:
    news = {
        path.replace("dishes", "news"): text.replace("dishes", "news")
        .replace("Dish", "News")
        .replace("dish", "news")
        for path, text in SHOP.items()
    }
    assert "no resource here can be learned from" in reasons(transplant(news))
    assert "singular and its plural are the same" in reasons(transplant(news, like="news"))
