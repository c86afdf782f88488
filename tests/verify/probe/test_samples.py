"""Samples are what a schema accepts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from backend_agent.verify.probe.samples import make_sample


def sample(schema: dict[str, Any], name: str = "") -> Any:
    return make_sample(schema, "n1", name=name, depth=1)


@pytest.mark.parametrize(
    ("schema", "wanted"),
    [
        ({"type": "integer", "minimum": 10, "maximum": 12}, 10),
        ({"type": "integer", "maximum": 3}, 3),
        ({"type": "integer", "exclusiveMinimum": 20}, 21),
        ({"type": "integer", "multipleOf": 5}, 10),
        ({"type": "boolean"}, True),
        ({"enum": [None, "paid"]}, "paid"),
        ({"const": "v"}, "v"),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 7),
        ({"type": ["string", "null"], "format": "date"}, "2031-05-17"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [7, 7]),
        ({"type": "array", "items": {"type": "integer"}}, []),
    ],
)
def test_values_by_type(schema: dict[str, Any], wanted: object) -> None:
    assert sample(schema) == wanted


def test_texts_fit_their_lengths_and_patterns() -> None:
    assert len(sample({"type": "string", "maxLength": 6}, "title")) <= 6
    assert len(sample({"type": "string", "minLength": 60}, "title")) == 60
    assert re.fullmatch(r"[A-Z]{3}", sample({"type": "string", "pattern": "^[A-Z]{3}$"}, "code"))


def test_texts_are_unique_by_nonce_and_shaped_by_name() -> None:
    assert make_sample({"type": "string"}, "a", name="t", depth=1) != make_sample(
        {"type": "string"}, "b", name="t", depth=1
    )
    assert "@" in sample({"type": "string"}, "email")


def test_an_object_has_what_is_required_and_nothing_that_is_read_only() -> None:
    schema = {
        "type": "object",
        "required": ["a", "id"],
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "integer"},
            "id": {"type": "integer", "readOnly": True},
        },
    }
    assert set(make_sample(schema, "n")) == {"a"}
    assert set(make_sample(schema, "n", whole=True)) == {"a", "b"}
