"""Names as they are written in a task, brought to snake_case; words no language would take."""

from __future__ import annotations

import re

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

LONGEST_NAME = 63
"""Characters: the longest identifier PostgreSQL keeps, the shortest limit among usual databases."""

# Reserved nearly everywhere; what only one language or library reserves is refused, by its own
# data, where the code is written.
RESERVED = frozenset(
    "and as assert async await break class const continue def del delete do else enum except "
    "export false finally for from if import in is lambda new none nonlocal not null or pass "
    "raise return self super switch this throw true try typeof undefined void while with "
    "yield".split()
)

GIVEN = frozenset({"id"})
"""Names every resource already has; the repository's own exemplar decides their form."""


def to_snake(text: str) -> str:
    """`customerName`, `Customer-Name` and `customer name` are all `customer_name`."""
    spaced = _HUMP.sub("_", text.strip())
    return re.sub(r"[\s\-_.]+", "_", spaced).strip("_").lower()


def name_problem(name: str) -> str:
    """Why the snake_case `name` cannot be used, or "" when it can."""
    if not name:
        return "a name is missing"
    if not _NAME.fullmatch(name):
        return f"{name!r} is not a name: letters a to z, digits and _, beginning with a letter"
    if len(name) > LONGEST_NAME:
        return f"{name!r} is longer than {LONGEST_NAME} characters"
    if name in RESERVED:
        return f"{name!r} is a reserved word"
    return ""
