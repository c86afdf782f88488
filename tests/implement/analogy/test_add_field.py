"""A field for a resource that is there: every list of its fields gains one, and nothing else moves."""

from __future__ import annotations

import pytest

from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from tests.implement.analogy.kit import (
    SHOP,
    TYPESCRIPT,
    added_lines,
    applied,
    extend,
    reasons,
    text_of,
)
from tests.implement.analogy.typescript_service import SERVICE


def removed_lines(change: ChangeSet, path: str) -> list[str]:
    each = next(each for each in change.changes if each.path == path)
    after = (each.after or b"").decode().splitlines()
    return [line for line in (each.before or b"").decode().splitlines() if line not in after]


def test_a_required_field_joins_the_required_and_an_optional_one_the_whole_sets() -> None:
    change = extend(SHOP, "dish quantity:int:min=1 note:text:optional")
    assert change.refusals == ()
    assert added_lines(change, "shop/schemas.py") == [
        "    quantity: int = Field(ge=1)",
        "    note: str | None = Field(default=None, max_length=2000)",
        "    quantity: int | None = Field(default=None, ge=1)",
        "    quantity: int",
        "    note: str | None",
    ]


def test_the_model_gains_columns_of_their_own_types_and_no_comment_of_another_field() -> None:
    models = SHOP["shop/models.py"].replace(
        "portions: Mapped[int]", "portions: Mapped[int]  # how many eat of it"
    )
    change = extend(SHOP | {"shop/models.py": models}, "dish price:money spicy:bool")
    assert added_lines(change, "shop/models.py") == [
        "from decimal import Decimal",
        "from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String",
        "    price: Mapped[Decimal] = mapped_column(Numeric(12, 2))",
        "    spicy: Mapped[bool]",
    ]


def test_a_comment_to_a_tool_holds_for_the_new_field_too() -> None:
    schemas = SHOP["shop/schemas.py"].replace(
        "    portions: int | None = Field(default=None, ge=0)",
        "    portions: int | None = Field(default=None, ge=0)  # type: ignore[assignment]",
    )
    lines = added_lines(
        extend(SHOP | {"shop/schemas.py": schemas}, "dish size:int"), "shop/schemas.py"
    )
    assert "    size: int | None = None  # type: ignore[assignment]" in lines


def test_handlers_fixtures_payloads_and_assertions_gain_the_field() -> None:
    change = extend(SHOP, "dish quantity:int")
    assert "quantity=data.quantity" in text_of(change, "shop/routes/dishes.py")
    factory = text_of(change, "tests/factory.py")
    assert "    quantity = 2\n" in factory
    assert "quantity=quantity" in factory
    tests = text_of(change, "tests/test_dishes.py")
    assert '{"label": "Soup", "portions": 2, "quantity": 2, "recipe": "Boil it"}' in tests
    assert 'assert body["quantity"] == 2' in tests
    assert 'assert body["quantity"] == dish.quantity' in tests


def test_a_payload_that_is_meant_to_be_refused_is_refused_for_its_own_reason() -> None:
    tests = text_of(extend(SHOP, "dish quantity:int"), "tests/test_dishes.py")
    assert '{"label": "Soup", "portions": -1, "quantity": 3}' in tests


def test_other_tests_that_make_one_get_a_required_field() -> None:
    other = (
        "from shop.models import Dish\n\n\n"
        "def test_guest_eats(client, session):\n"
        '    session.add(Dish(label="Soup", portions=1, guest_id=1))\n'
        '    client.post("/api/dishes/", json={"label": "Soup", "portions": 1})\n'
        '    client.post("/api/guests/", json={"label": "Ada", "portions": 1})\n'
    )
    change = extend(SHOP | {"tests/test_guests.py": other}, "dish quantity:int")
    assert added_lines(change, "tests/test_guests.py") == [
        '    session.add(Dish(label="Soup", portions=1, quantity=1, guest_id=1))',
        '    client.post("/api/dishes/", json={"label": "Soup", "portions": 1, "quantity": 1})',
    ]


def test_nothing_that_stands_there_is_lost() -> None:
    change = extend(SHOP, "dish note:text:optional")
    for path in ("shop/models.py", "shop/schemas.py"):
        assert removed_lines(change, path) == []


def test_twice_is_no_change() -> None:
    first = extend(SHOP, "dish quantity:int note:text:optional")
    second = extend(applied(SHOP, first), "dish quantity:int note:text:optional")
    assert second.changes == ()
    assert second.already == ("Dish.quantity", "Dish.note")
    assert second.refusals == ()


def test_a_field_that_is_there_as_something_else_is_refused_with_its_place() -> None:
    change = extend(SHOP, "dish portions:bool size:int")
    assert change.changes == ()
    assert change.refusals[0].subject == "portions"
    assert "as `int`" in change.refusals[0].reason
    assert change.refusals[0].path == "shop/models.py"


def test_an_unknown_resource_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        extend(SHOP, "plate size:int")
    assert "Dish" in caught.value.hint


def test_the_columns_say_what_rows_that_are_there_get() -> None:
    change = extend(
        SHOP, "dish a:int b:string c:bool:default=true d:enum/x,y e:text:optional f:int:min=2"
    )
    told = {each.name: (each.filled, each.value) for each in change.columns_added}
    assert told == {
        "a": (True, "0"), "b": (True, "''"), "c": (True, "true"), "d": (True, "'x'"),
        "e": (False, ""), "f": (True, "2"),
    }  # fmt: skip
    assert {each.table for each in change.columns_added} == {"dishes"}
    assert any("a in dishes is required" in note.text for note in change.notes)


@pytest.mark.parametrize("field", ["code:string:unique", "contact:email", "key:uuid"])
def test_a_required_field_that_rows_cannot_be_given_is_refused(field: str) -> None:
    change = extend(SHOP, f"dish {field}")
    assert change.changes == ()
    assert "add it as optional" in reasons(change)


def test_conditions_about_each_field_gain_one_and_a_lone_one_is_named() -> None:
    update = SHOP["shop/routes/dishes.py"].replace(
        "    for name, value in data.model_dump(exclude_unset=True).items():\n"
        "        setattr(dish, name, value)\n",
        "    if data.label is not None:\n        dish.label = data.label\n"
        "    if data.portions is not None:\n        dish.portions = data.portions\n"
        "    if dish.recipe:\n        print('has a recipe')\n",
    )
    change = extend(SHOP | {"shop/routes/dishes.py": update}, "dish quantity:int")
    text = text_of(change, "shop/routes/dishes.py")
    assert "    if data.quantity is not None:\n        dish.quantity = data.quantity\n" in text
    left = [note.text for note in change.notes if note.kind == "left"]
    assert left == [
        "a condition speaks of recipe alone, so nothing was added there: `if dish.recipe:`"
    ]


def test_a_condition_that_tests_a_value_is_never_copied() -> None:
    update = SHOP["shop/routes/dishes.py"].replace(
        '    """Create a dish."""\n',
        '    """Create a dish."""\n    if data.label == "x":\n        data.label = "y"\n'
        "    if data.portions > 9:\n        data.portions = 9\n",
    )
    change = extend(SHOP | {"shop/routes/dishes.py": update}, "dish quantity:int")
    assert "if data.quantity" not in text_of(change, "shop/routes/dishes.py")
    assert len([note for note in change.notes if note.kind == "left"]) == 2


def test_a_schema_that_is_sent_but_cannot_carry_a_required_field_refuses_all_of_it() -> None:
    schemas = SHOP["shop/schemas.py"].replace(
        "class DishCreate(BaseModel):\n    label: str = Field(min_length=1, max_length=80)\n",
        "class DishCreate(BaseModel):\n",
    )
    change = extend(SHOP | {"shop/schemas.py": schemas}, "dish quantity:int")
    assert change.changes == ()
    assert "DishCreate is sent to make or change a Dish" in reasons(change)


def test_a_limit_that_the_table_checks_is_checked_for_the_new_field() -> None:
    change = extend(SHOP, "dish quantity:int:min=1")
    assert '        CheckConstraint("quantity >= 1", name="quantity_min"),' in added_lines(
        change, "shop/models.py"
    )


def test_windows_line_ends_are_kept() -> None:
    windows = {path: text.replace("\n", "\r\n") for path, text in SHOP.items()}
    change = extend(windows, "dish quantity:int")
    for each in change.changes:
        assert b"\n" not in (each.after or b"").replace(b"\r\n", b"")


def test_the_same_rules_hold_in_another_language() -> None:
    change = extend(SERVICE, "plant age:int note:text:optional", technologies=TYPESCRIPT)
    assert change.refusals == ()
    assert added_lines(change, "src/store/plants.ts") == [
        "  age: number;",
        "  note?: string;",
        "  age: number;",
        "  note?: string;",
        "    age: input.age,",
        "    note: input.note,",
    ]
    tests = text_of(change, "test/plants.test.ts")
    assert "  expect(plant.age).toBe(30);\n" in tests
    assert "age: 30" in tests


def test_a_class_made_by_its_fields_in_order_gets_what_may_be_left_out_behind_the_rest() -> None:
    models = SHOP["shop/models.py"].replace(
        "    recipe: Mapped[str | None] = mapped_column(String(2000))\n",
        "    recipe_url: Mapped[str | None] = mapped_column(String(2000), default=None)\n",
    )
    files = {path: text.replace("recipe:", "recipe_url:") for path, text in SHOP.items()}
    change = extend(
        files | {"shop/models.py": models},
        "dish size:int rank:int:optional kind:enum/a,b:default=a count:int:default=2:index",
    )
    lines = text_of(change, "shop/models.py").splitlines()
    at = lines.index("    size: Mapped[int]")
    assert lines[at - 1] == "    portions: Mapped[int]"
    assert lines[at + 1].startswith("    recipe_url: ")
    assert lines[at + 2] == "    rank: Mapped[int | None] = mapped_column(default=None)"
    assert lines[at + 3] == '    kind: Mapped[Literal["a", "b"]] = mapped_column(default="a")'
    assert lines[at + 4] == "    count: Mapped[int] = mapped_column(index=True, default=2)"


def test_a_class_that_needs_no_default_gets_none() -> None:
    models = text_of(
        extend(SHOP | {"shop/models.py": SHOP["shop/models.py"].replace(
            "    recipe: Mapped[str | None] = mapped_column(String(2000))\n", ""
        )}, "dish rank:int:optional"),
        "shop/models.py",
    )  # fmt: skip
    assert "    rank: Mapped[int | None]\n" in models


def test_made_up_data_gets_an_example_and_a_computed_value_is_refused() -> None:
    seed = "from faker import Faker\n\nfrom shop.models import Dish\n\nfaker = Faker()\n\n\n"
    made = "def seed_dishes():\n    return Dish(label=faker.name(), portions=faker.pyint())\n"
    change = extend(SHOP | {"shop/seed_dishes.py": seed + made}, "dish spicy:bool")
    assert "spicy=True" in text_of(change, "shop/seed_dishes.py")
    counted = made.replace("faker.name()", "read_label(1)").replace("faker.pyint()", "count()")
    refused = extend(SHOP | {"shop/seed_dishes.py": seed + counted}, "dish spicy:bool")
    assert refused.changes == ()
    assert refused.refusals[0].path == "shop/seed_dishes.py"


def test_a_place_where_nothing_is_left_to_say_of_the_field_gains_no_empty_element() -> None:
    schema = (
        "import { sqliteTable, integer, text } from 'drizzle-orm/sqlite-core';\n"
        "import { createInsertSchema } from 'drizzle-zod';\n\n"
        "export const plants = sqliteTable('plants', {\n"
        "  id: integer().primaryKey(),\n  label: text().notNull(),\n});\n\n"
        "export const insertPlantsSchema = createInsertSchema(plants, {\n"
        "  label: field => field.min(1).max(500),\n});\n"
    )
    files = {**SERVICE, "src/store/plants.ts": schema}
    change = extend(files, "plant age:int:optional", technologies=(*TYPESCRIPT, "drizzle", "zod"))
    text = text_of(change, "src/store/plants.ts")
    assert "  age: integer(),\n" in text
    assert "  label: field => field.min(1).max(500),\n});" in text
