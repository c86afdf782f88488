"""Types beyond the plain ones: choices, JSON, and flags that no field here shows yet."""

from __future__ import annotations

from tests.implement.analogy.kit import SHOP, text_of, transplant

TICKET = "ticket subject:string status:enum/open,closed"


def test_choices_are_a_literal_type_in_model_and_schemas() -> None:
    change = transplant(SHOP, TICKET)
    models = text_of(change, "shop/models.py")
    assert 'status: Mapped[Literal["open", "closed"]]' in models
    assert "from typing import Literal" in models
    schemas = text_of(change, "shop/schemas.py")
    assert '    status: Literal["open", "closed"]\n' in schemas
    assert '    status: Literal["open", "closed"] | None = None\n' in schemas


def test_samples_of_choices_are_choices() -> None:
    text = text_of(transplant(SHOP, TICKET), "tests/test_tickets.py")
    assert '"status": "open"' in text
    assert 'assert body["status"] == "open"' in text


def test_a_default_choice_is_written_as_one() -> None:
    change = transplant(SHOP, f"{TICKET}:default=closed")
    schemas = text_of(change, "shop/schemas.py")
    assert 'status: Literal["open", "closed"] = "closed"' in schemas.replace(
        'Field(default="closed")', '"closed"'
    )


def test_other_choices_do_not_inherit_those_of_the_exemplar() -> None:
    schemas = SHOP["shop/schemas.py"].replace("portions: int", 'portions: Literal["one", "two"]')
    files = SHOP | {
        "shop/schemas.py": schemas.replace("from pydantic", "from typing import Literal\n\nfrom pydantic"),
        "shop/models.py": SHOP["shop/models.py"]
        .replace("portions: Mapped[int]", 'portions: Mapped[Literal["one", "two"]]')
        .replace("from datetime import datetime", "from datetime import datetime\nfrom typing import Literal"),
    }  # fmt: skip
    change = transplant(files, f"{TICKET} notes:text:optional", like="dish")
    for path in ("shop/models.py", "shop/schemas.py"):
        text = text_of(change, path)
        assert 'status: Literal["one"' not in text
        assert 'status: Mapped[Literal["one"' not in text
        assert '["open", "closed"]' in text


def test_json_is_a_column_of_its_own_and_a_dictionary_outside() -> None:
    change = transplant(SHOP, "ticket subject:string extra:json")
    models = text_of(change, "shop/models.py")
    assert "extra: Mapped[dict[str, Any]] = mapped_column(JSON)" in models
    assert "from sqlalchemy import JSON, CheckConstraint" in models
    assert "extra: dict[str, Any]" in text_of(change, "shop/schemas.py")


def test_digits_of_a_decimal_are_those_asked_for() -> None:
    change = transplant(SHOP, "ticket subject:string rate:decimal/5,4")
    assert "Numeric(5, 4)" in text_of(change, "shop/models.py")


def test_a_unique_field_without_precedent_is_spelled_and_its_duplicates_are_named() -> None:
    change = transplant(SHOP, "ticket subject:string:unique rank:int:index")
    models = text_of(change, "shop/models.py")
    assert "subject: Mapped[str] = mapped_column(String(80), unique=True)" in models
    assert "rank: Mapped[int] = mapped_column(index=True)" in models
    assert any(note.kind == "left" and "subject is unique" in note.text for note in change.notes)
