"""Edits: text at offsets, everything else byte for byte as it was."""

from __future__ import annotations

import pytest

from backend_agent.syntax.edits import (
    Edit,
    apply_edits,
    compact_text,
    find_eol,
    line_end,
    line_indent,
)


def test_edits_are_applied_at_once_and_keep_their_order_at_one_place() -> None:
    edits = [
        Edit(start=1, end=1, text="x"), Edit(start=1, end=1, text="y"), Edit(start=2, end=3, text=""),
    ]  # fmt: skip
    assert apply_edits("abcd", edits) == "axybd"


def test_overlapping_edits_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abcd", [Edit(start=0, end=3, text=""), Edit(start=2, end=4, text="")])


def test_line_ends_and_indentation_are_read_from_the_text() -> None:
    text = "a\r\n    b\r\n"
    assert find_eol(text) == "\r\n"
    assert find_eol("a") == "\n"
    assert line_indent(text, text.index("b")) == "    "
    assert text[: line_end(text, 0)] == "a"


def test_two_layouts_of_the_same_code_are_the_same_compact_text() -> None:
    assert compact_text("f(\n    a,\n    b,\n)") == compact_text("f(a, b)")
