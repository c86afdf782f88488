"""Factories, blueprints, schemas by class attribute, test classes: a service in another style."""

from __future__ import annotations

import pytest

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.flask_service import FLASK, LIBRARY
from tests.implement.analogy.kit import ORDER, added_lines, applied, text_of, transplant


@pytest.fixture(scope="module")
def change() -> ChangeSet:
    return transplant(LIBRARY, ORDER, technologies=FLASK)


def body_of(text: str, head: str) -> str:
    return text.split(head)[1].split("\nclass ")[0]


def told(change: ChangeSet) -> str:
    return "\n".join(note.text for note in change.notes if note.kind == "left")


def test_nothing_is_refused_and_the_routes_are_told(change: ChangeSet) -> None:
    assert change.refusals == ()
    assert {str(key) for key in change.routes_added} == {
        "POST /api/orders",
        "GET /api/orders/{id}",
        "GET /api/readers/{id}/orders",
    }
    assert change.tables_added == ("orders",)


def test_a_part_made_known_in_a_factory_brings_its_import_along(change: ChangeSet) -> None:
    app = text_of(change, "library/app.py").splitlines()
    at = app.index("    from library.orders import orders")
    assert app[at - 1] == "    app.register_blueprint(loans, url_prefix='/api')"
    assert app[at + 1] == "    app.register_blueprint(orders, url_prefix='/api')"


def test_types_and_limits_are_written_in_the_words_of_the_schema(change: ChangeSet) -> None:
    schema = body_of(text_of(change, "library/schemas.py"), "class OrderSchema")
    assert "    total = ma.Decimal(required=True, as_string=True)\n" in schema
    assert "    quantity = ma.Integer(required=True, validate=validate.Range(min=1))\n" in schema
    assert "    shipped = ma.Boolean(required=True)\n" in schema
    assert "validate.Length" not in schema.split("total")[1].split("notes")[0]
    assert "required" not in schema.split("notes =")[1].split("taken")[0]
    assert "allow_none=True" in schema.split("notes =")[1]


def test_types_of_columns_are_reached_through_the_file_s_own_modules(change: ChangeSet) -> None:
    model = body_of(text_of(change, "library/models.py"), "class Order(db.Model)")
    assert "    total: so.Mapped[Decimal] = so.mapped_column(sa.Numeric(12, 2))\n" in model
    assert "    notes: so.Mapped[Optional[str]]" in model
    assert "default=None" not in model
    assert "    taken: so.Mapped[datetime]" in model


def test_the_object_inside_its_own_class_is_the_exemplar(change: ChangeSet) -> None:
    assert "'.format(self.customer_name)" in text_of(change, "library/models.py")


def test_every_layer_of_a_parent_leads_to_the_new_resource(change: ChangeSet) -> None:
    assert "    orders: so.WriteOnlyMapped['Order'] = so.relationship(" in added_lines(
        change, "library/models.py"
    )
    schemas = text_of(change, "library/schemas.py").splitlines()
    at = schemas.index("    orders_url = ma.URLFor('orders.of_reader', values={'id': '<id>'},")
    assert schemas[at + 1] == " " * 27 + "dump_only=True)"


def test_what_only_a_left_out_route_would_use_stays_behind_with_its_test(
    change: ChangeSet,
) -> None:
    assert "desk" not in text_of(change, "library/orders.py")
    assert "lent_orders_select" not in text_of(change, "library/models.py")
    tests = text_of(change, "tests/test_orders.py")
    assert "def test_new_order" in tests
    assert "def setUp" in tests
    assert "desk" not in tests
    assert "Reader" not in tests
    assert "`test_desk_of_orders` was not copied: it tests a route" in told(change)
    assert "`lent_orders_select` was not copied: only what was left out uses it" in told(change)


def test_tests_that_use_the_exemplar_as_an_example_do_not_weave_it_in(change: ChangeSet) -> None:
    assert "tests that use Loan as an example stay: tests/test_paging.py" in told(change)
    assert "tests/test_paging.py" not in change.paths


def test_new_texts_stand_in_the_quotation_marks_of_the_file(change: ChangeSet) -> None:
    assert '"' not in text_of(change, "tests/test_orders.py")


def test_a_longer_name_takes_the_lines_below_its_bracket_along() -> None:
    change = transplant(LIBRARY, "purchase_order label:string", technologies=FLASK)
    schemas = text_of(change, "library/schemas.py").splitlines()
    at = next(at for at, line in enumerate(schemas) if "purchase_orders_url" in line)
    bracket = schemas[at].index("(") + 1
    assert schemas[at + 1] == " " * bracket + "dump_only=True)"


def test_what_makes_examples_makes_one_of_each_new_type(change: ChangeSet) -> None:
    made = text_of(change, "library/fake.py").split("def fake_orders")[1]
    assert "quantity=faker.random_int(min=1, max=100)" in made
    assert "shipped=faker.boolean()" in made
    assert "total=faker.pydecimal(min_value=1, max_value=100," in made
    assert "notes=faker.paragraph()" in made


def test_calls_that_are_broken_by_hand_are_broken_by_hand_again(change: ChangeSet) -> None:
    made = text_of(change, "library/fake.py").split("def fake_orders")[1].splitlines()
    first = next(line for line in made if "Order(" in line)
    below = made[made.index(first) + 1]
    assert below.startswith(" " * (first.index("(") + 1))
    assert below.strip()[0] != ")"
    assert not any(line.strip() == ")" for line in made)


def test_a_default_needs_no_value_in_the_payload() -> None:
    change = transplant(
        LIBRARY, "order label:string state:enum/open,shut:default=open", technologies=FLASK
    )
    schema = body_of(text_of(change, "library/schemas.py"), "class OrderSchema")
    state = schema.split("state = ")[1].split("taken =")[0]
    assert state.startswith("ma.String(")
    assert "validate.OneOf(['open', 'shut'])" in state
    assert "load_default='open'" in state
    assert "required" not in state


def test_twice_is_once_there_too(change: ChangeSet) -> None:
    second = transplant(applied(LIBRARY, change), ORDER, technologies=FLASK, like="loan")
    assert second.changes == ()
    assert second.refusals == ()


def test_a_field_that_a_column_makes_mandatory_says_that_it_may_be_missing() -> None:
    schemas = LIBRARY["library/schemas.py"].replace("text = ma.String(", "text = ma.auto_field(")
    change = transplant(
        LIBRARY | {"library/schemas.py": schemas},
        "order label:string state:enum/open,shut:default=open",
        technologies=FLASK,
    )
    schema = body_of(text_of(change, "library/schemas.py"), "class OrderSchema")
    state = schema.split("state = ")[1].split("taken =")[0]
    assert "required=False" in state
    assert "load_default='open'" in state


def test_a_sentence_that_became_too_long_is_folded() -> None:
    filler = "\n".join(f"WORD_{number} = {number}" for number in range(400))
    told = '    """Take a loan out of the shelves of the house, be it long or short."""\n'
    head = "def new(args):\n"
    loans = LIBRARY["library/loans.py"].replace(head, head + told)
    change = transplant(
        LIBRARY | {"library/loans.py": loans, "library/words.py": filler},
        "purchase_order label:string",
        technologies=FLASK,
    )
    made = text_of(change, "library/purchase_orders.py")
    assert max(len(line) for line in made.splitlines()) <= 79
    assert 'be it long or\n    short."""\n' in made
