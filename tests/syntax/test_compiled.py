"""What the grammar forgives and the language does not."""

from __future__ import annotations

import pytest

from backend_agent.syntax.compiled import find_own_fault
from backend_agent.syntax.tree import find_faults, parse_source


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def f():\n    import a\nimport b\n    return a\n", 4),
        ("def f(a, a):\n    pass\n", None),
        ("f(x=1, 2)\n", 1),
        ("if True:\nx = 1\n", 2),
        ("x = 1\n", None),
    ],
)
def test_the_first_place_that_the_language_cannot_read_is_told(text: str, line: int | None) -> None:
    fault = find_own_fault(text, "python")
    assert (fault.line if fault else None) == line


def test_indentation_is_why_the_grammar_alone_is_not_enough() -> None:
    text = "def f():\n    import a\nimport b\n    return a\n"
    assert find_faults(parse_source(text, "python")) == ()
    assert find_own_fault(text, "python") is not None


def test_a_language_whose_reader_is_not_here_has_no_fault_of_its_own() -> None:
    assert find_own_fault("let = = 1", "typescript") is None
