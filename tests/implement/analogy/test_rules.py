"""The rules that carry the idea, each against a repository that would punish the naive way."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import FieldPlan, NewField, closeness
from backend_agent.values.application import Attribute
from backend_agent.values.evidence import Evidence
from backend_agent.values.task import FieldSpec, FieldType
from tests.implement.analogy.kit import (
    SHOP,
    added_lines,
    applied,
    reasons,
    text_of,
    transplant,
)

ROOT = Path(__file__).parents[3]


def old(name: str, type_: FieldType, *, required: bool = True) -> ExemplarField:
    attribute = Attribute(name=name, type=type_, evidence=Evidence(path="models.py"))
    return ExemplarField(
        name=name, type=type_, role="ordinary", required=required, nullable=not required,
        attribute=attribute,
    )  # fmt: skip


def new(name: str, type_: FieldType, *, optional: bool = False) -> NewField:
    return NewField(name=name, spec=FieldSpec(name=name, type=type_, optional=optional))


PLAN = FieldPlan(
    old=(old("title", "string"), old("stock", "int"), old("remark", "text", required=False)),
    new=(new("label", "string"), new("paid", "bool"), new("memo", "text", optional=True)),
    aligned=(("title", new("label", "string")),),
    nearest=(("label", "title"), ("paid", "title"), ("memo", "remark")),
)


@pytest.mark.parametrize(
    ("group", "covered"),
    [
        (("title", "stock", "remark"), ("label", "paid", "memo")),
        (("title", "stock"), ("label", "paid")),
        (("remark",), ("memo",)),
        (("title",), None),
        (("stock", "remark"), None),
    ],
)
def test_coverage_a_group_becomes_the_set_that_it_covered(
    group: tuple[str, ...], covered: tuple[str, ...] | None
) -> None:
    found = PLAN.cover(group)
    assert (None if found is None else tuple(each.name for each in found)) == covered


def test_coverage_more_than_the_required_are_the_required_and_what_stands_for_the_rest() -> None:
    plan = replace(
        PLAN,
        old=(*PLAN.old, old("flag", "bool", required=False)),
        new=(*PLAN.new, new("due", "date", optional=True)),
        aligned=(*PLAN.aligned, ("flag", new("due", "date", optional=True)),
                 ("remark", new("memo", "text", optional=True))),
        nearest=(*PLAN.nearest, ("due", "flag")),
    )  # fmt: skip
    found = plan.cover(("title", "stock", "remark"))
    assert found is not None
    assert [each.name for each in found] == ["label", "paid", "memo"]
    assert plan.cover(("title", "remark")) is None


def test_requiredness_weighs_more_than_the_type() -> None:
    due = new("due", "date", optional=True)
    assert closeness(old("remark", "text", required=False), due) > closeness(old("on", "date"), due)


def test_nearest_is_an_ordinary_field_also_in_a_group_that_holds_a_nearer_special_one() -> None:
    mail = replace(old("mail", "email"), role="formatted")
    contact = new("contact", "email")
    plan = FieldPlan(
        old=(old("title", "string"), mail),
        new=(contact,),
        aligned=(),
        nearest=(("contact", "title"),),
    )
    assert closeness(mail, contact) > closeness(old("title", "string"), contact)
    assert plan.source_of(contact, ("title", "mail")) == "title"


def test_nearest_is_the_same_field_in_every_file() -> None:
    change = transplant(SHOP)
    decided = next(note.text for note in change.notes if note.text.startswith("made like"))
    assert "quantity from portions" in decided
    for path in ("tests/test_orders.py", "tests/factory.py"):
        assert '"quantity": 2' in text_of(change, path) or "quantity = 2" in text_of(change, path)


def test_literal_identity_the_second_example_of_the_old_is_the_second_of_the_new() -> None:
    tests = SHOP["tests/test_dishes.py"] + (
        "\n\ndef test_update_dish(client):\n"
        '    data = {"label": "Stew", "portions": 3, "recipe": "Updated recipe"}\n'
        '    body = client.patch("/api/dishes/1", json=data).json()\n'
        '    assert body["label"] == "Stew"\n'
        '    assert body["portions"] == 3\n'
        '    assert body["recipe"] == "Updated recipe"\n'
    )
    text = text_of(transplant(SHOP | {"tests/test_dishes.py": tests}), "tests/test_orders.py")
    first, second = text.split("def test_update_order")
    assert '"customer_name": "Customer name"' in first
    assert 'body["customer_name"] == "Another customer name"' in second
    assert '"customer_name": "Another customer name"' in second
    assert 'body["total"] == "99.90"' in second
    assert '"Updated notes"' in second


def test_binder_a_variable_that_is_not_bound_anew_gives_way_to_a_sample() -> None:
    factory = (
        "from shop.models import Dish, Guest\n\n\n"
        'def make_guest(session):\n    return Guest(email="ada@example.com")\n\n\n'
        "def make_dish(session):\n"
        '    for label in ("Soup", "Stew"):\n'
        '        dish = Dish(label=label, portions=2, recipe="Boil it", guest_id=1)\n'
        "    return dish\n"
    )
    text = text_of(transplant(SHOP | {"tests/factory.py": factory}), "tests/factory.py")
    made = text.split("def make_order")[1]
    assert 'customer_name="Customer name"' in made
    assert "customer_name=label" not in made
    assert "customer_name=customer_name" not in made


def test_statement_run_a_copied_statement_takes_along_what_uses_its_variable() -> None:
    added = added_lines(transplant(SHOP), "shop/routes/guests.py")
    assert "    statement = delete(Order).where(Order.guest_id == guest_id)" in added
    text = text_of(transplant(SHOP), "shop/routes/guests.py")
    assert text.count("session.execute(statement)") == 2
    run = text.split("statement = delete(Order)")[1].splitlines()
    assert run[1] == "    session.execute(statement)"


def test_registration_without_a_sibling_in_a_foreign_body_is_told_and_not_copied() -> None:
    jobs = (
        "from shop.models import Dish\n\n\n"
        "def clean_up(session, log):\n"
        "    log.info('cleaning')\n"
        "    session.drop_stale(Dish)\n"
    )
    change = transplant(SHOP | {"shop/jobs.py": jobs})
    assert "shop/jobs.py" not in change.paths
    refusal = next(each for each in change.refusals if each.path == "shop/jobs.py")
    assert refusal.line == 6
    assert refusal.snippet == "session.drop_stale(Order)"


def test_registration_with_a_sibling_in_a_foreign_body_is_copied() -> None:
    jobs = (
        "from shop.models import Dish, Guest\n\n\n"
        "def clean_up(session):\n"
        "    session.drop_stale(Guest)\n"
        "    session.drop_stale(Dish)\n"
    )
    change = transplant(SHOP | {"shop/jobs.py": jobs})
    assert added_lines(change, "shop/jobs.py") == [
        "from shop.models import Dish, Guest, Order",
        "    session.drop_stale(Order)",
    ]


def test_relation_a_child_is_never_extended_and_a_parent_is() -> None:
    models = SHOP["shop/models.py"] + (
        "\n\nclass Rating(Base):\n"
        '    __tablename__ = "ratings"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        '    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"))\n'
        '    dish: Mapped["Dish"] = relationship()\n'
    )
    change = transplant(SHOP | {"shop/models.py": models}, like="dish")
    text = text_of(change, "shop/models.py")
    assert "order_id" not in text
    assert text.count('Mapped["Order"]') == 0
    assert 'orders: Mapped[list["Order"]]' in text


def test_relation_members_that_lead_to_a_child_stay_behind() -> None:
    models = SHOP["shop/models.py"].replace(
        "    created_at: Mapped[datetime]\n",
        '    created_at: Mapped[datetime]\n    ratings: Mapped[list["Rating"]] = relationship()\n',
    ) + (
        "\n\nclass Rating(Base):\n"
        '    __tablename__ = "ratings"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        '    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"))\n'
    )
    text = text_of(transplant(SHOP | {"shop/models.py": models}, like="dish"), "shop/models.py")
    assert text.count("ratings: Mapped") == 1


def test_a_member_of_something_that_is_not_copied_refuses_the_piece() -> None:
    guests = {
        path: text.replace("email", "nickname").replace("EmailStr", "str")
        for path, text in SHOP.items()
    }
    change = transplant(guests, "order label:string", like="guest")
    refusal = next(each for each in change.refusals if each.subject == "`delete_order`")
    assert "`guest_id` belongs to something that is not copied" in refusal.reason
    assert "def delete_order" not in text_of(change, "shop/routes/orders.py")


def test_frozen_a_name_imported_from_outside_is_never_renamed() -> None:
    routes = (
        SHOP["shop/routes/dishes.py"]
        .replace(
            "from sqlalchemy import select\n",
            "from kitchen import dish_limits\nfrom sqlalchemy import select\n",
        )
        .replace(
            '    """Create a dish."""\n',
            '    """Create a dish."""\n    dish_limits.check(dish_count=1)\n',
        )
    )
    text = text_of(transplant(SHOP | {"shop/routes/dishes.py": routes}), "shop/routes/orders.py")
    assert "from kitchen import dish_limits\n" in text
    assert "    dish_limits.check(dish_count=1)\n" in text


def test_a_name_of_the_repository_that_is_not_copied_stays_and_is_shared() -> None:
    routes = (
        SHOP["shop/routes/dishes.py"]
        .replace(
            "from shop.database import get_session\n",
            "from shop.database import get_session\nfrom shop.dishwashing import rinse_dish\n",
        )
        .replace("    session.add(dish)\n", "    rinse_dish()\n    session.add(dish)\n")
    )
    shop = SHOP | {
        "shop/routes/dishes.py": routes,
        "shop/dishwashing.py": "def rinse_dish():\n    pass\n",
    }
    change = transplant(shop)
    text = text_of(change, "shop/routes/orders.py")
    assert ("rinse_dish()" in text) == ("from shop.dishwashing import rinse_dish" in text)
    assert ("rinse_order()" in text) == ("from shop.dishwashing import rinse_order" in text)
    if "rinse_order" in text:
        assert "def rinse_order" in text_of(change, "shop/dishwashing.py")


def test_a_route_whose_path_stays_is_left_out_with_its_tests() -> None:
    routes = SHOP["shop/routes/dishes.py"].replace(
        'router = APIRouter(prefix="/dishes", tags=["dishes"])', "router = APIRouter()"
    )
    for path in ('"/"', '"/{dish_id}"'):
        routes = routes.replace(f"({path}", path.replace('"/', '("/dishes/'))
    routes += (
        '\n\n@router.get("/menu")\ndef read_menu(session=Depends(get_session)):\n'
        '    """All dishes of the day."""\n    return session.scalars(select(Dish)).all()\n'
    )
    tests = SHOP["tests/test_dishes.py"] + (
        '\n\ndef test_menu(client):\n    assert client.get("/api/menu").json() == []\n'
    )
    change = transplant(SHOP | {"shop/routes/dishes.py": routes, "tests/test_dishes.py": tests})
    assert "/menu" not in text_of(change, "shop/routes/orders.py")
    assert "test_menu" not in text_of(change, "tests/test_orders.py")
    told = "\n".join(note.text for note in change.notes if note.kind == "left")
    assert "`read_menu` was not copied: GET /api/menu would be served twice" in told
    assert "`test_menu` was not copied: it tests a route that was left out" in told
    assert change.refusals == ()


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ("order label:string shipped:bool notes:text:optional", "is of another type"),
        ("order label:string notes:text:optional", "`portions` has no counterpart"),
    ],
)
def test_control_flow_on_a_field_without_counterpart_refuses_the_piece(
    request_: str, reason: str
) -> None:
    routes = SHOP["shop/routes/dishes.py"].replace(
        "    session.add(dish)\n    return dish\n",
        "    if dish.portions > 100:\n        raise HTTPException(422)\n    session.add(dish)\n    return dish\n",
    )
    change = transplant(SHOP | {"shop/routes/dishes.py": routes}, request_)
    refusal = next(each for each in change.refusals if each.subject == "`create_order`")
    assert "`portions`" in refusal.reason
    assert reason in refusal.reason
    assert refusal.path == "shop/routes/dishes.py"
    assert "def create_order" in refusal.snippet
    assert "def create_order" not in text_of(change, "shop/routes/orders.py")
    assert "if dish.portions" not in text_of(change, "shop/routes/orders.py")


def test_control_flow_on_a_field_with_a_counterpart_follows_it() -> None:
    routes = SHOP["shop/routes/dishes.py"].replace(
        "    session.add(dish)\n    return dish\n",
        "    if dish.portions > 100:\n        raise HTTPException(422)\n    session.add(dish)\n    return dish\n",
    )
    text = text_of(transplant(SHOP | {"shop/routes/dishes.py": routes}), "shop/routes/orders.py")
    assert "    if order.quantity > 100:\n        raise HTTPException(422)\n" in text


def test_a_computed_field_refuses_the_piece_instead_of_guessing() -> None:
    routes = (
        SHOP["shop/routes/dishes.py"]
        .replace("label=data.label", "label=make_label()")
        .replace(
            "router = APIRouter", "\n\ndef make_label():\n    return 'x'\n\n\nrouter = APIRouter"
        )
    )
    change = transplant(SHOP | {"shop/routes/dishes.py": routes})
    assert "`label` is computed here (`make_label()`)" in reasons(change)
    assert "def create_order" not in text_of(change, "shop/routes/orders.py")


def test_what_needs_a_refused_piece_is_refused_too() -> None:
    service = (
        "from shop.models import Dish\n\n\n"
        "def weigh_dish(dish: Dish) -> int:\n"
        "    if dish.portions > 3:\n        return 2\n    return 1\n"
    )
    routes = (
        SHOP["shop/routes/dishes.py"]
        .replace(
            "from shop.models import Dish\n",
            "from shop.models import Dish\nfrom shop.service import weigh_dish\n",
        )
        .replace(
            "    return dish\n\n\n@router.post",
            "    weigh_dish(dish)\n    return dish\n\n\n@router.post",
        )
    )
    change = transplant(
        SHOP | {"shop/service.py": service, "shop/routes/dishes.py": routes},
        "order label:string shipped:bool",
    )
    assert "`weigh_order`" in reasons(change)
    assert "it needs weigh_order, which was refused" in reasons(change)
    assert "weigh_order" not in text_of(change, "shop/routes/orders.py")


def test_tests_that_use_the_exemplar_as_sample_data_for_something_else_are_not_copied() -> None:
    paging = (
        "from tests.factory import make_dish\n\n\n"
        "def test_pages_of_dishes_are_stable(session):\n    assert make_dish(session)\n"
    )
    change = transplant(SHOP | {"tests/test_paging.py": paging})
    assert "tests/test_paging.py" not in change.paths


def test_a_list_of_the_language_s_own_keywords_is_no_list_of_fields() -> None:
    routes = (
        SHOP["shop/routes/dishes.py"]
        .replace("label", "description")
        .replace('@router.get("/")', '@router.get("/", description="All dishes")')
    )
    shop = {path: text.replace("label", "description") for path, text in SHOP.items()}
    shop["shop/routes/dishes.py"] = routes
    text = text_of(transplant(shop), "shop/routes/orders.py")
    assert '@router.get("/", description="All orders")' in text


def test_the_second_time_changes_nothing_and_says_so() -> None:
    first = transplant(SHOP)
    second = transplant(applied(SHOP, first))
    assert second.changes == ()
    assert second.refusals == ()
    assert second.routes_added == ()
    assert second.tables_added == ()
    assert "shop/routes/orders.py" in second.already
    assert any("OrderCreate" in each for each in second.already)


def test_what_is_missing_after_half_a_change_is_added_and_the_rest_is_kept() -> None:
    first = transplant(SHOP)
    half = [each for each in first.changes if each.path != "shop/main.py"]
    from backend_agent.world.tree import OverlayTree
    from tests.implement.analogy.kit import tree_of

    rest = transplant(OverlayTree(tree_of(SHOP), half), like="dish")
    assert rest.paths == ("shop/main.py",)
    assert "shop/routes/orders.py" in rest.already


def test_a_pattern_of_the_old_field_is_no_rule_of_the_new_one() -> None:
    schemas = SHOP["shop/schemas.py"].replace(
        "max_length=2000)", 'max_length=2000, pattern="^Boil")'
    )
    change = transplant(SHOP | {"shop/schemas.py": schemas})
    assert "pattern" not in "\n".join(added_lines(change, "shop/schemas.py"))


def test_an_example_in_a_schema_is_one_of_the_new_type() -> None:
    schemas = SHOP["shop/schemas.py"].replace(
        "Field(min_length=1, max_length=80)",
        'Field(min_length=1, max_length=80, examples=["Soup"])',
        1,
    )
    text = "\n".join(
        added_lines(
            transplant(SHOP | {"shop/schemas.py": schemas}, "order label:string paid:bool"),
            "shop/schemas.py",
        )
    )
    assert 'examples=["Label"]' in text
    assert "examples=[True]" in text


def test_a_resource_of_which_its_class_is_missing_is_refused_as_a_whole() -> None:
    models = SHOP["shop/models.py"].replace(
        "    created_at: Mapped[datetime]\n",
        "    created_at: Mapped[datetime]\n\n    def is_large(self) -> bool:\n"
        "        return self.portions > 10\n",
    )
    change = transplant(SHOP | {"shop/models.py": models}, "order label:string paid:bool")
    assert change.changes == ()
    assert change.routes_added == ()
    assert "its class cannot be copied" in reasons(change)
    assert "`Order`: `portions`" in reasons(change)


def add_twin(files: dict[str, str]) -> dict[str, str]:
    """The shop with a second resource beside the dishes, made exactly like them."""

    def twin(text: str) -> str:
        pairs = (("dishes", "tables"), ("Dish", "Table"), ("dish", "table"), ("portions", "seats"))
        for old_word, new_word in pairs:
            text = text.replace(old_word, new_word)
        return text

    def both(path: str, mark: str) -> str:
        return f"{files[path]}\n\n{twin(mark + files[path].split(mark)[1])}"

    main = files["shop/main.py"].replace("dishes, guests", "dishes, guests, tables")
    mounted = 'app.include_router(tables.router, prefix="/api")\napp.include_router(guests'
    return files | {
        "shop/main.py": main.replace("app.include_router(guests", mounted),
        "shop/routes/tables.py": twin(files["shop/routes/dishes.py"]),
        "shop/models.py": both("shop/models.py", "class Dish(Base)"),
        "shop/schemas.py": both("shop/schemas.py", "# What makes a dish."),
        "tests/test_tables.py": twin(files["tests/test_dishes.py"]),
        "tests/factory.py": both("tests/factory.py", "def make_dish").replace(
            "import Dish, Guest", "import Dish, Guest, Table"
        ),
    }


def test_the_next_exemplar_is_tried_where_the_first_is_woven_in() -> None:
    jobs = "from shop.models import Dish\n\n" + "".join(
        f"\ndef job_{number}(session):\n    session.run_{number}(Dish)\n" for number in range(9)
    )
    change = transplant(add_twin(SHOP) | {"shop/jobs.py": jobs}, "order label:string amount:int")
    decided = next(note.text for note in change.notes if note.text.startswith("made like"))
    assert decided.startswith("made like Table")
    assert reasons(change) == ""


def test_a_registration_between_two_siblings_goes_beside_the_exemplar_s() -> None:
    main = text_of(transplant(add_twin(SHOP), like="dish"), "shop/main.py").splitlines()
    calls = [line for line in main if "include_router" in line]
    assert [line.split("(")[1].split(".")[0] for line in calls] == [
        "dishes", "orders", "tables", "guests",
    ]  # fmt: skip


def test_wiring_by_name_beside_a_twin_goes_along_in_the_call_and_in_the_function() -> None:
    wiring = (
        "from shop.models import Dish, Guest\n\n\n"
        "def build(*, guest_type: type[Guest], dish_type: type[Dish]) -> dict[str, object]:\n"
        '    return {"guest": guest_type}\n\n\n'
        "def start():\n    return build(guest_type=Guest, dish_type=Dish)\n"
    )
    text = text_of(transplant(SHOP | {"shop/wiring.py": wiring}), "shop/wiring.py")
    assert "dish_type: type[Dish], order_type: type[Order]" in text
    assert "build(guest_type=Guest, dish_type=Dish, order_type=Order)" in text


def test_wiring_without_a_twin_is_left_and_told() -> None:
    wiring = "from shop.models import Dish\n\n\ndef start(run):\n    return run(kind=Dish)\n"
    change = transplant(SHOP | {"shop/wiring.py": wiring})
    assert "shop/wiring.py" not in change.paths
    assert any("stay as they are: shop/wiring.py" in each.text for each in change.notes)


def test_a_constant_that_only_holds_the_word_is_not_the_exemplar_s() -> None:
    words = "import re\n\nHTML_DISH_PATTERN = re.compile('<dish>')\n"
    change = transplant(SHOP | {"shop/words.py": words})
    assert "shop/words.py" not in change.paths
    assert change.refusals == ()


def test_a_relation_through_something_else_is_not_copied_nor_loaded() -> None:
    models = SHOP["shop/models.py"].replace(
        "    created_at: Mapped[datetime]\n",
        "    created_at: Mapped[datetime]\n"
        '    labels: Mapped[list["Label"]] = relationship(secondary="dish_labels")\n',
    ) + (
        "\n\nclass Label(Base):\n"
        '    __tablename__ = "labels"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    word: Mapped[str] = mapped_column(String(20))\n"
    )
    routes = SHOP["shop/routes/dishes.py"].replace(
        "router = APIRouter(", "LOADED = [Dish.guest, Dish.labels]\n\nrouter = APIRouter("
    )
    change = transplant(
        SHOP | {"shop/models.py": models, "shop/routes/dishes.py": routes}, like="dish"
    )
    assert (
        "labels"
        not in text_of(change, "shop/models.py")
        .split("class Order(Base)")[1]
        .split("class Label")[0]
    )
    assert "LOADED = [Order.guest]\n" in text_of(change, "shop/routes/orders.py")


# The rules of the idea, each with the tests that fail without it.
RULES = {
    "coverage": ("test_rules", "test_coverage_a_group_becomes_the_set_that_it_covered"),
    "two maps": (
        "test_rules",
        "test_nearest_is_an_ordinary_field_also_in_a_group_that_holds_a_nearer_special_one",
    ),
    "literal identity": (
        "test_rules",
        "test_literal_identity_the_second_example_of_the_old_is_the_second_of_the_new",
    ),
    "binder check": (
        "test_rules",
        "test_binder_a_variable_that_is_not_bound_anew_gives_way_to_a_sample",
    ),
    "infrastructure siblings": (
        "test_transplant",
        "test_json_and_objects_are_compared_by_what_json_makes_of_the_type",
    ),
    "statement runs": (
        "test_rules",
        "test_statement_run_a_copied_statement_takes_along_what_uses_its_variable",
    ),
    "registration": (
        "test_rules",
        "test_registration_without_a_sibling_in_a_foreign_body_is_told_and_not_copied",
    ),
    "relation direction": (
        "test_rules",
        "test_relation_a_child_is_never_extended_and_a_parent_is",
    ),
    "relation members": ("test_flask", "test_every_layer_of_a_parent_leads_to_the_new_resource"),
    "frozen identifiers": (
        "test_rules",
        "test_frozen_a_name_imported_from_outside_is_never_renamed",
    ),
    "fixed public names": (
        "test_rules",
        "test_a_route_whose_path_stays_is_left_out_with_its_tests",
    ),
    "control flow": (
        "test_rules",
        "test_control_flow_on_a_field_without_counterpart_refuses_the_piece",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_test_and_its_line_on_the_page(rule: str) -> None:
    module, name = RULES[rule]
    assert callable(getattr(import_module(f"tests.implement.analogy.{module}"), name))
    page = (ROOT / "docs/explanation/analogy.md").read_text(encoding="utf-8")
    assert f"| {rule} |" in page
    assert f"`{name}`" in page
