"""What every request model refuses."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import Field, ValidationError

from acme_service.schemas.base import MAX_INTEGER, OMITTED, RequestModel


class Note(RequestModel):
    text: str = Field(default="", min_length=1)
    number: int = Field(default=0, le=MAX_INTEGER)
    amount: Decimal = Field(default=Decimal(0), max_digits=12, decimal_places=2)
    remark: str | None = Field(default=OMITTED)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "a\0b"),
        ("text", "a\ud800b"),
        ("text", "  "),
        ("remark", "\0"),
        ("number", 2**31),
        ("number", float("inf")),
        ("amount", "NaN"),
        ("amount", float("inf")),
        ("amount", "1e400"),
        ("amount", "1.001"),
        ("unknown", 1),
    ],
)
def test_values_that_cannot_be_stored_are_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Note.model_validate({field: value})

    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_left_out_and_null_are_told_apart() -> None:
    assert Note.model_validate({}).model_dump(exclude_unset=True) == {}
    assert Note.model_validate({"remark": None}).model_dump(exclude_unset=True) == {"remark": None}
    with pytest.raises(ValidationError):
        Note.model_validate({"text": None})


def test_spaces_around_a_text_are_removed() -> None:
    assert Note(text=" a b ").text == "a b"
