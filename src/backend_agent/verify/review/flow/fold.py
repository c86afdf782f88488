"""Computes what is constant: operators, and the few methods that branches are decided by."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from itertools import product

from backend_agent.verify.review.flow.carried import UNKNOWN, Carried, Constant, one_of

OPERATORS: dict[str, Callable[..., object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "===": operator.eq,
    "is": operator.eq,
    "!=": operator.ne,
    "!==": operator.ne,
    "is not": operator.ne,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}
METHODS: dict[str, Callable[..., object]] = {
    "startswith": str.startswith,
    "startsWith": str.startswith,
    "endswith": str.endswith,
    "endsWith": str.endswith,
    "charAt": lambda text, at: text[at],
    "contains": lambda text, part: part in text,
    "includes": lambda text, part: part in text,
    "equals": operator.eq,
    "lower": str.lower,
    "toLowerCase": str.lower,
    "upper": str.upper,
    "strip": str.strip,
    "trim": str.strip,
    "length": len,
}
LONGEST = 1000


def fold_operator(name: str, left: Carried, right: Carried) -> Carried:
    """The constants that come out, UNKNOWN where an operand is not known."""
    return _fold(OPERATORS.get(name), (left, right))


def fold_method(name: str, values: tuple[Carried, ...]) -> Carried:
    """The constants that a method gives, its receiver being the first value."""
    return _fold(METHODS.get(name), values)


def fold_index(of: Carried, at: Carried) -> Carried:
    """A character of a known text."""
    return _fold(operator.getitem, (of, at))


def truth(value: Carried) -> bool | None:
    """Whether a condition always or never holds, None where it may do both."""
    if value.constants is None:
        return None
    held = {bool(each) for each in value.constants}
    return held.pop() if len(held) == 1 else None


def _fold(compute: Callable[..., object] | None, values: tuple[Carried, ...]) -> Carried:
    known = [each.constants for each in values if each.constants is not None]
    if compute is None or len(known) < len(values):
        return UNKNOWN
    found: list[Constant] = []
    for operands in product(*known):
        if any(isinstance(each, str) and len(each) > LONGEST for each in operands):
            return UNKNOWN
        try:
            result = compute(*operands)
        except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
            return UNKNOWN
        if not isinstance(result, str | int | float | bool):
            return UNKNOWN
        found.append(result)
    return one_of(found)


def read_number(text: str) -> Carried:
    """A literal number of any language."""
    plain = text.replace("_", "").rstrip("lLnfFdD") if not text.startswith("0x") else text
    try:
        return one_of((int(plain, 0),))
    except ValueError:
        pass
    try:
        return one_of((float(plain),))
    except ValueError:
        return UNKNOWN


def join_texts(parts: Iterable[Carried]) -> Carried:
    """An interpolated text: a constant where every part of it is one."""
    whole = Carried(constants=frozenset(("",)))
    for part in parts:
        if part.constants is None:
            return UNKNOWN
        whole = fold_operator("+", whole, one_of(str(each) for each in part.constants))
    return whole
