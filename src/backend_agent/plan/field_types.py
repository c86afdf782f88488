"""What each field type takes: its own arguments, bounds and defaults."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, get_args

from backend_agent.values.task import FieldType

FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)

Bound = Literal["number", "length", "none"]

ON_DELETE = ("restrict", "cascade", "set_null")

# Words of other notations: never accepted in silence, always answered with ours.
OTHER_SPELLINGS = {
    "str": "string", "varchar": "string", "char": "string", "integer": "int", "number": "int",
    "long": "bigint", "boolean": "bool", "flag": "bool", "numeric": "decimal", "double": "float",
    "timestamp": "datetime", "time": "datetime", "references": "ref", "belongs_to": "ref",
    "fk": "ref", "object": "json", "jsonb": "json", "dict": "json", "guid": "uuid", "uri": "url",
    "choice": "enum", "longtext": "text",
}  # fmt: skip

# Types of the full grammar that no engine builds: (what they are, what to do today).
NOT_BUILT_TYPES = {
    "refs": ("many-to-many relations", "add a resource for the link with two `ref` fields"),
    "parts": ("owned children", "add the child as a resource with a `ref` to its parent"),
    "file": ("uploads", "store the address as `url`"),
    "files": ("uploads", "add a resource for the files with a `url` field"),
    "slug": ("slugs", "use `string/64:unique`"),
    "tags": ("tags", "use `json`, or add a resource for the tags"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRule:
    """`least`/`most` count the type's own arguments (`most` None = any number)."""

    least: int = 0
    most: int | None = 0
    form: str = ""
    bound: Bound = "none"


_NUMBER = TypeRule(bound="number", form="")
_LENGTH = TypeRule(bound="length")
TYPE_RULES: dict[FieldType, TypeRule] = {
    "string": TypeRule(most=1, form="string/64 (the longest length)", bound="length"),
    "text": _LENGTH,
    "int": _NUMBER,
    "bigint": _NUMBER,
    "decimal": TypeRule(most=2, form="decimal/12,2 (digits, decimals)", bound="number"),
    "money": _NUMBER,
    "float": _NUMBER,
    "bool": TypeRule(),
    "date": TypeRule(),
    "datetime": TypeRule(),
    "uuid": TypeRule(),
    "enum": TypeRule(least=1, most=None, form="enum/draft,paid (the allowed values)"),
    "json": TypeRule(),
    "email": _LENGTH,
    "url": _LENGTH,
    "ref": TypeRule(least=1, most=1, form="ref/Customer (the resource it points to)"),
}


def read_number(text: str) -> Decimal | None:
    """A finite decimal number, or None."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def read_length(text: str) -> int | None:
    """A count of characters, zero or more, or None."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def argument_problem(type_: FieldType, arguments: tuple[str, ...]) -> str:
    """What is wrong with the type's own arguments, or ""."""
    rule = TYPE_RULES[type_]
    if len(arguments) < rule.least:
        return f"`{type_}` needs {'values' if rule.most is None else 'an argument'}: {rule.form}"
    if rule.most is not None and len(arguments) > rule.most:
        return f"`{type_}` takes " + (f"no more than {rule.form}" if rule.most else "no argument")
    if type_ == "string" and arguments and not read_length(arguments[0]):
        return f"the length {arguments[0]!r} is not a whole number above 0"
    if type_ == "decimal" and arguments:
        return _precision_problem(arguments)
    if type_ == "enum":
        return _values_problem(arguments)
    if type_ == "ref" and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", arguments[0]):
        return f"{arguments[0]!r} is not the name of a resource"
    return ""


def _precision_problem(arguments: tuple[str, ...]) -> str:
    numbers = tuple(read_length(argument) for argument in arguments)
    digits, *decimals = numbers
    if not digits or None in decimals:
        return f"{','.join(arguments)!r} is not `digits,decimals`, such as decimal/12,2"
    if decimals and decimals[0] is not None and decimals[0] > digits:
        return f"{decimals[0]} decimals do not fit into {digits} digits"
    return ""


def _values_problem(values: tuple[str, ...]) -> str:
    for value in values:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", value):
            return f"the value {value!r} is not a word of letters, digits, _ and -"
    doubled = next((value for value in values if values.count(value) > 1), None)
    return f"the value {doubled!r} is there twice" if doubled else ""


def bound_problem(type_: FieldType, text: str) -> str:
    """What is wrong with a `min` or `max` of this type, or ""."""
    bound = TYPE_RULES[type_].bound
    if bound == "none":
        return f"`{type_}` has no bounds"
    if bound == "length":
        return "" if read_length(text) is not None else f"{text!r} is not a number of characters"
    number = read_number(text)
    if number is None:
        return f"{text!r} is not a number"
    if type_ in ("int", "bigint") and number != number.to_integral_value():
        return f"{text!r} is not a whole number"
    return ""


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_datetime(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+", text) is not None


def _is_number(text: str) -> bool:
    return read_number(text) is not None


def _is_truth(text: str) -> bool:
    return text in ("true", "false")


DEFAULTS: dict[FieldType, tuple[Callable[[str], bool], str]] = {
    "bool": (_is_truth, "true or false"),
    "int": (_is_whole, "a whole number"),
    "bigint": (_is_whole, "a whole number"),
    "decimal": (_is_number, "a number"),
    "money": (_is_number, "a number"),
    "float": (_is_number, "a number"),
    "date": (_is_date, "a date such as 2026-01-31"),
    "datetime": (_is_datetime, "a date and time such as 2026-01-31T09:30"),
}


def default_problem(type_: FieldType, arguments: tuple[str, ...], text: str) -> str:
    """What is wrong with a default of this type, or ""."""
    if type_ in ("ref", "json", "uuid"):
        return f"`{type_}` takes no default"
    if type_ == "enum" and text not in arguments:
        return f"the default {text!r} is none of {', '.join(arguments)}"
    check = DEFAULTS.get(type_)
    if check and not check[0](text):
        return f"the default {text!r} is not {check[1]}"
    return ""
