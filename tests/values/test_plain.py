"""Values become plain JSON data without losing a field."""

from __future__ import annotations

import json

from backend_agent.values.changes import FileChange, RouteKey
from backend_agent.values.plain import to_plain


def test_nested_values_keep_their_field_names() -> None:
    plain = to_plain((RouteKey(method="GET", path="/items/{id}"),))
    assert plain == [{"method": "GET", "path": "/items/{id}"}]


def test_bytes_become_text_and_sets_are_sorted() -> None:
    plain = to_plain(FileChange(path="a", before=None, after=b"x\xff"))
    assert isinstance(plain, dict)
    assert (plain["before"], plain["after"]) == (None, "x�")
    assert to_plain(frozenset({"b", "a"})) == ["a", "b"]


def test_the_result_is_json() -> None:
    assert json.loads(json.dumps(to_plain({"a": (1, None, True)}))) == {"a": [1, None, True]}
