"""The values at which each field can go wrong, said as what must happen there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from backend_agent.values.changes import RouteKey
from backend_agent.values.task import FieldSpec, FieldType, ResourceSpec

WHOLE_LIMIT = 2**31 - 1
BIG_LIMIT = 2**63 - 1


def list_edge_cases(resource: ResourceSpec, routes: Sequence[RouteKey] = ()) -> tuple[str, ...]:
    """One line per field, then what holds for the operations of `routes` (none known = all)."""
    methods = {route.method for route in routes}
    lines = [_field_line(field) for field in resource.fields]
    required = [field.name for field in resource.fields if not field.optional]
    if required and (not methods or "POST" in methods):
        lines.append(f"a creation without {_either(required)} is refused")
    if not methods or methods & {"PATCH", "PUT"}:
        lines.append("an update that leaves a field out: kept or refused, as the exemplar does it")
    if resource.owner:
        lines.append(
            f"one that belongs to another {resource.owner} is answered like one that is not there"
        )
    lines.append("one that is not there, and an id that is none")
    if not methods or any(route.method == "GET" and "{" not in route.path for route in routes):
        lines.append("an empty list, the last page, and a page size beyond the limit")
    return tuple(lines)


def _field_line(field: FieldSpec) -> str:
    parts = [*_TYPE_CASES.get(field.type, _no_cases)(field)]
    if field.optional:
        parts.append("absent and null are both accepted")
    elif field.default is not None:
        parts.append(f"absent becomes {field.default}")
    else:
        parts.append("absent and null are refused")
    if field.unique:
        parts.append("the same value a second time, on create and on update, is a conflict")
    return f"`{field.name}` ({field.type}): " + "; ".join(parts)


def _either(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]


def _no_cases(_field: FieldSpec) -> tuple[str, ...]:
    return ()


def _number_cases(step: Decimal, limit: str) -> Callable[[FieldSpec], tuple[str, ...]]:
    def cases(field: FieldSpec) -> tuple[str, ...]:
        smallest = _smallest_step(field, step)
        low = (
            f"{Decimal(field.min) - smallest} is refused, {field.min} accepted"
            if field.min is not None
            else "zero and negative numbers are accepted, because no min is given"
        )
        high = (
            f"{field.max} is accepted, {Decimal(field.max) + smallest} refused"
            if field.max is not None
            else limit
        )
        return low, high

    return cases


def _smallest_step(field: FieldSpec, step: Decimal) -> Decimal:
    if field.type == "decimal" and len(field.arguments) == 2:
        return Decimal(1).scaleb(-int(field.arguments[1]))
    return step


def _length_cases(field: FieldSpec) -> tuple[str, ...]:
    longest = field.max or (
        field.arguments[0] if field.type == "string" and field.arguments else ""
    )
    low = (
        f"fewer than {field.min} characters are refused"
        if field.min is not None
        else "empty and only blanks: as the exemplar's texts are treated"
    )
    if longest:
        return low, f"{longest} characters are accepted, {int(longest) + 1} refused"
    return low, "no longest length is given: the exemplar's own limit travels, if it has one"


def _enum_cases(field: FieldSpec) -> tuple[str, ...]:
    first = field.arguments[0]
    return (f"anything but {', '.join(field.arguments)} is refused, also {first.upper()!r}",)


def _reference_cases(field: FieldSpec) -> tuple[str, ...]:
    target = field.arguments[0]
    after = {
        "cascade": f"deleting the {target} deletes these rows",
        "set_null": f"deleting the {target} empties the field",
        "restrict": f"the {target} cannot be deleted while it is used",
    }
    deletion = after.get(
        field.on_delete or "", f"deleting the {target} while it is used must be decided"
    )
    return f"an unknown {target} is refused", deletion


_CENT = Decimal("0.01")
_TYPE_CASES: dict[FieldType, Callable[[FieldSpec], tuple[str, ...]]] = {
    "string": _length_cases,
    "text": _length_cases,
    "int": _number_cases(Decimal(1), f"beyond {WHOLE_LIMIT} must be refused, not overflow"),
    "bigint": _number_cases(Decimal(1), f"beyond {BIG_LIMIT} must be refused, not overflow"),
    "decimal": _number_cases(
        _CENT, "more decimals than the column keeps must not round in silence"
    ),
    "money": _number_cases(_CENT, "never a binary float, in no layer"),
    "float": _number_cases(_CENT, "NaN and infinity are refused"),
    "bool": lambda _: ("false is a value, not an absent one",),
    "date": lambda _: ("29 February, and a date with a time",),
    "datetime": lambda _: ("a time without a zone, and the hour that a clock change repeats",),
    "uuid": lambda _: ("a text that is no UUID is refused",),
    "enum": _enum_cases,
    "json": lambda _: ("deep nesting and a large document are bounded",),
    "email": lambda _: ("no @, upper case, and more than 254 characters (RFC 5321)",),
    "url": lambda _: ("no scheme, and a scheme other than http and https",),
    "ref": _reference_cases,
}
