"""One resource, transplanted whole: files, shared files, registration, types, samples, notes."""

from __future__ import annotations

from backend_agent.facts import read_application
from tests.implement.analogy.kit import (
    PYTHON,
    SHOP,
    added_lines,
    applied,
    catalog,
    component,
    text_of,
    transplant,
    tree_of,
)


def test_whole_files_are_copied_beside_their_originals() -> None:
    change = transplant(SHOP)
    created = [each.path for each in change.changes if each.action == "create"]
    assert created == ["shop/routes/orders.py", "tests/test_orders.py"]
    assert change.refusals == ()


def test_routes_added_are_exactly_what_the_facts_then_see() -> None:
    change = transplant(SHOP)
    shop = component(*PYTHON)
    before = read_application(tree_of(SHOP), shop, catalog()).routes
    after = read_application(applied(SHOP, change), shop, catalog()).routes
    assert set(change.routes_added) == {route.key for route in after} - {
        route.key for route in before
    }
    assert len(change.routes_added) == 4


def test_the_new_table_is_told_and_no_migration_is_written() -> None:
    change = transplant(SHOP | {"alembic/versions/1_dish.py": 'op.create_table("dishes")\n'})
    assert change.tables_added == ("orders",)
    assert not any("alembic" in path for path in change.paths)


def test_required_and_optional_fields_keep_their_parity() -> None:
    schemas = text_of(transplant(SHOP), "shop/schemas.py")
    create, update = schemas.split("class OrderCreate")[1].split("class OrderUpdate")
    for required in (
        "customer_name: str =",
        "total: Decimal =",
        "quantity: int =",
        "shipped: bool\n",
    ):
        assert f"    {required}" in create
    assert "    notes: str | None = Field(default=None, max_length=2000)" in create
    for name in ("customer_name", "total", "quantity", "shipped"):
        line = next(line for line in update.splitlines() if line.strip().startswith(f"{name}:"))
        assert "| None" in line
        assert "None" in line.split("=", 1)[1]


def test_limits_are_those_asked_for_and_no_others() -> None:
    schemas = text_of(transplant(SHOP), "shop/schemas.py")
    assert "quantity: int = Field(ge=1)" in schemas
    assert "quantity: int | None = Field(default=None, ge=1)" in schemas
    models = text_of(transplant(SHOP), "shop/models.py")
    assert 'CheckConstraint("quantity >= 1", name="quantity_min")' in models
    unbounded = transplant(SHOP, "order label:string amount:int")
    assert "amount: int\n" in text_of(unbounded, "shop/schemas.py")
    assert "amount >=" not in text_of(unbounded, "shop/models.py")


def test_a_type_without_an_exemplar_is_spelled_by_the_library_s_vocabulary() -> None:
    models = text_of(transplant(SHOP), "shop/models.py")
    assert "    total: Mapped[Decimal] = mapped_column(Numeric(12, 2))\n" in models
    assert "from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String\n" in models
    assert "from decimal import Decimal\n" in models
    assert "    shipped: Mapped[bool]\n" in models


def test_a_precedent_in_the_repository_wins_over_the_vocabulary() -> None:
    menu = (
        "\n\nclass Menu(Base):\n"
        '    __tablename__ = "menus"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    price: Mapped[Decimal] = mapped_column(Numeric(9, 3))\n"
    )
    models = SHOP["shop/models.py"].replace("String\n", "Numeric, String\n", 1) + menu
    models = models.replace(
        "from datetime import datetime\n",
        "from datetime import datetime\nfrom decimal import Decimal\n",
    )
    change = transplant(SHOP | {"shop/models.py": models}, like="dish")
    assert "total: Mapped[Decimal] = mapped_column(Numeric(9, 3))" in text_of(
        change, "shop/models.py"
    )
    assert any("Menu.price" in note.text for note in change.notes)


def test_a_length_given_for_a_string_is_written_in_schema_and_column() -> None:
    change = transplant(SHOP, "order code:string/12 notes:text:optional")
    assert "code: Mapped[str] = mapped_column(String(12))" in text_of(change, "shop/models.py")
    assert "code: str = Field(min_length=1, max_length=12)" in text_of(change, "shop/schemas.py")


def test_a_field_with_a_default_is_not_required_and_not_null() -> None:
    change = transplant(SHOP, "order label:string portions:int paid:bool:default=false")
    create = text_of(change, "shop/schemas.py").split("class OrderCreate")[1]
    assert "    paid: bool = False\n" in create
    assert "    label: str = Field(min_length=1, max_length=80)\n" in create


def test_an_optional_field_is_nullable_even_where_the_exemplar_has_none() -> None:
    shop = {
        path: "\n".join(line for line in text.splitlines() if "recipe" not in line) + "\n"
        if path.endswith((".py",)) and "recipe" in text
        else text
        for path, text in SHOP.items()
    }
    shop["shop/routes/dishes.py"] = SHOP["shop/routes/dishes.py"].replace(
        ", recipe=data.recipe", ""
    )
    shop["tests/factory.py"] = (
        SHOP["tests/factory.py"]
        .replace(", recipe=recipe", "")
        .replace('    recipe = "Boil it"\n', "")
    )
    shop["tests/test_dishes.py"] = (
        'def test_create_dish(client):\n    data = {"label": "Soup", "portions": 2}\n    assert data\n'
    )
    change = transplant(shop, "order label:string portions:int paid_on:date:optional")
    assert "    paid_on: date | None = None\n" in text_of(change, "shop/schemas.py")
    assert "    paid_on: Mapped[date | None]" in text_of(change, "shop/models.py")


def test_registration_follows_the_exemplar_and_lists_stay_sorted() -> None:
    main = text_of(transplant(SHOP), "shop/main.py")
    assert "from shop.routes import dishes, guests, orders\n" in main
    lines = main.splitlines()
    at = lines.index('app.include_router(dishes.router, prefix="/api")')
    assert lines[at + 1] == 'app.include_router(orders.router, prefix="/api")'


def test_a_name_that_sorts_between_goes_between() -> None:
    change = transplant(SHOP, "freight label:string portions:int")
    assert "from shop.routes import dishes, freights, guests\n" in text_of(change, "shop/main.py")


def test_imports_of_types_are_added_and_unused_ones_are_not_copied() -> None:
    routes = SHOP["shop/routes/dishes.py"].replace(
        "from sqlalchemy import select\n",
        "from sqlalchemy import select\n\nfrom shop import notes\n",
    )
    change = transplant(SHOP | {"shop/routes/dishes.py": routes, "shop/notes.py": ""})
    assert "from shop import notes" in text_of(change, "shop/routes/orders.py")
    assert added_lines(change, "tests/factory.py")[:1] == ["from decimal import Decimal"]


def test_json_and_objects_are_compared_by_what_json_makes_of_the_type() -> None:
    tests = text_of(transplant(SHOP), "tests/test_orders.py")
    assert '    assert body["total"] == str(order.total)\n' in tests
    assert '    assert body["quantity"] == order.quantity\n' in tests
    assert '    assert body["id"] == order.id\n' in tests


def test_the_conversion_goes_where_the_exemplar_has_one_and_the_new_type_needs_none() -> None:
    shop = dict(SHOP)
    shop["shop/models.py"] = SHOP["shop/models.py"].replace(
        "portions: Mapped[int]", "portions: Mapped[Decimal]"
    )
    shop["tests/test_dishes.py"] = SHOP["tests/test_dishes.py"].replace(
        "== dish.portions", "== str(dish.portions)"
    )
    tests = text_of(transplant(shop, "order label:string amount:int"), "tests/test_orders.py")
    assert '    assert body["amount"] == order.amount\n' in tests


def test_a_truth_value_is_compared_by_identity_and_others_by_equality() -> None:
    tests = text_of(transplant(SHOP), "tests/test_orders.py")
    assert 'assert body["shipped"] is True' in tests
    assert 'assert body["quantity"] == 2' in tests


def test_the_same_example_has_the_same_value_in_payload_assertion_and_fixture() -> None:
    change = transplant(SHOP)
    tests = text_of(change, "tests/test_orders.py")
    for name, value in (("customer_name", '"Customer name"'), ("total", '"12.50"')):
        assert f'"{name}": {value}' in tests
        assert f'body["{name}"] == {value}' in tests
    assert '    total = Decimal("12.50")\n' in text_of(change, "tests/factory.py")


def test_limits_and_guards_that_travelled_are_noted_with_their_place() -> None:
    notes = transplant(SHOP).notes
    limit = next(note for note in notes if note.kind == "limit" and "customer_name" in note.text)
    assert "max_length=80" in limit.text
    assert str(limit.evidence).startswith("shop/schemas.py:")
    # A dependency that opens a session is in the guards of the routes, and says nothing of permission.
    assert all("get_session" not in note.text for note in notes if note.kind == "permission")


def test_infrastructure_fields_are_kept_and_relations_with_them() -> None:
    added = added_lines(transplant(SHOP), "shop/models.py")
    assert '    orders: Mapped[list["Order"]] = relationship(back_populates="guest")' in added
    assert '    guest: Mapped["Guest"] = relationship(back_populates="orders")' in added
    models = text_of(transplant(SHOP), "shop/models.py").split("class Order(Base)")[1]
    for kept in ("id: Mapped[int]", "guest_id: Mapped[int]", "created_at: Mapped[datetime]"):
        assert f"    {kept}" in models


def test_words_of_several_parts_are_written_in_the_style_of_their_place() -> None:
    change = transplant(SHOP, "purchase_order label:string portions:int")
    routes = text_of(change, "shop/routes/purchase_orders.py")
    assert 'APIRouter(prefix="/purchase-orders", tags=["purchase_orders"])' in routes
    assert 'detail="Purchase order not found"' in routes
    assert '@router.get("/{purchase_order_id}")' in routes
    assert any(note.kind == "choice" and "purchase-orders" in note.text for note in change.notes)


def test_the_style_of_paths_is_the_one_the_repository_has() -> None:
    guests = SHOP["shop/routes/guests.py"].replace('prefix="/guests"', 'prefix="/dinner_guests"')
    change = transplant(SHOP | {"shop/routes/guests.py": guests}, "purchase_order label:string")
    assert 'prefix="/purchase_orders"' in text_of(change, "shop/routes/purchase_orders.py")


def test_long_lists_are_wrapped_where_the_exemplar_s_file_is_laid_out_so() -> None:
    tests = text_of(transplant(SHOP), "tests/test_orders.py")
    assert '    data = {\n        "customer_name": "Customer name",\n' in tests
    assert max(len(line) for line in tests.splitlines()) <= 100


def test_a_date_in_json_is_compared_in_its_json_form() -> None:
    change = transplant(SHOP, "order label:string portions:int due:date")
    tests = text_of(change, "tests/test_orders.py")
    assert '"due": "2026-03-01"' in tests
    assert '    assert body["due"] == order.due.isoformat()\n' in tests
    factory = text_of(change, "tests/factory.py")
    assert "    due = date(2026, 3, 1)\n" in factory
    assert "from datetime import date\n" in factory


def test_a_time_carries_its_zone_where_the_models_map_it_to_a_zoned_column() -> None:
    base = (
        "from datetime import datetime\n\nfrom sqlalchemy import DateTime\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped\n\n\n"
        "class Base(DeclarativeBase):\n"
        "    type_annotation_map = {datetime: DateTime(timezone=True)}\n"
        "    touched_at: Mapped[datetime]\n\n\n"
        "def get_session():\n    yield None\n"
    )
    zoned = transplant(
        SHOP | {"shop/database.py": base}, "order label:string opens_at:datetime", like="dish"
    )
    plain = transplant(SHOP, "order label:string opens_at:datetime")
    assert '"opens_at": "2026-03-01T09:30:00Z"' in text_of(zoned, "tests/test_orders.py")
    assert '"opens_at": "2026-03-01T09:30:00"' in text_of(plain, "tests/test_orders.py")


def test_a_name_with_a_digit_is_kept_as_it_was_given() -> None:
    assert "    line2: Mapped[str]" in text_of(
        transplant(SHOP, "order line2:string"), "shop/models.py"
    )


def test_a_tuple_of_one_goes_on_its_line() -> None:
    models = (
        SHOP["shop/models.py"]
        .replace(
            '    __table_args__ = (\n        CheckConstraint("portions >= 0", name="portions_min"),\n    )\n',
            '    __table_args__ = (\n        CheckConstraint("portions >= 0", name="portions_min"),\n'
            '        Index(None, "guest_id"),\n    )\n',
        )
        .replace("ForeignKey, String\n", "ForeignKey, Index, String\n")
    )
    text = text_of(
        transplant(SHOP | {"shop/models.py": models}, "order label:string"), "shop/models.py"
    )
    assert '    __table_args__ = (Index(None, "guest_id"),)\n' in text


def test_an_address_and_a_mail_have_samples_of_their_own_form() -> None:
    change = transplant(SHOP, "order mail:email portions:int link:url:optional")
    tests = text_of(change, "tests/test_orders.py")
    assert '"mail": "ada@example.com"' in tests
    assert '"link": "https://example.com/first"' in tests
    assert "mail: EmailStr" in text_of(change, "shop/schemas.py")
    assert "link: str | None" in text_of(change, "shop/schemas.py")
