"""The one grammar of fields: `name:type[/args][:flag|key=value]…`, and its errors with a caret.

Only `: / , . = _ -` separate, so that no shell changes a word (research: braces, brackets, `?`
and `!` do).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend_agent.plan.fault import Piece, did_you_mean, fault_at, split_pieces
from backend_agent.plan.field_types import (
    FIELD_TYPES,
    NOT_BUILT_TYPES,
    ON_DELETE,
    OTHER_SPELLINGS,
    TYPE_RULES,
    argument_problem,
    bound_problem,
    default_problem,
    read_number,
)
from backend_agent.plan.names import GIVEN, name_problem, to_snake
from backend_agent.values.errors import InputError
from backend_agent.values.task import FieldSpec, FieldType, ResourceSpec

FLAGS = ("optional", "unique", "index")
KEYS = ("min", "max", "default", "on_delete")
NOT_BUILT_OPTIONS = {
    "search": "write the query by hand after the run",
    "readonly": "leave the field out of the request schema by hand after the run",
    "pattern": "add the pattern to the schema by hand after the run",
}
EXAMPLE = "total:decimal:min=0"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPieces:
    """A field taken apart but not yet understood; both forms of the grammar end here."""

    name: Piece
    type: Piece
    arguments: tuple[Piece, ...]
    options: tuple[Piece, ...]


def parse_field(text: str) -> FieldSpec:
    """One field of the short form, e.g. `status:enum/draft,paid:default=draft`.

    Raises InputError with the column of the fault and what to write instead.
    """
    return build_field(_split_field(text))


def parse_resource(words: Sequence[str], *, owner: str | None = None) -> ResourceSpec:
    """A name and its fields, e.g. `("order", "total:money", "notes:text:optional")`.

    Raises InputError for a missing, reserved or doubled name and for every fault of a field.
    """
    if not words:
        raise InputError("a resource needs a name", hint=f"e.g. `order {EXAMPLE}`")
    name = read_resource_name(words[0])
    if len(words) == 1:
        raise InputError(
            f"resource {name!r} has no fields", hint=f"add at least one, e.g. `{name} {EXAMPLE}`"
        )
    fields = tuple(parse_field(word) for word in words[1:])
    refuse_doubles(name, fields)
    return ResourceSpec(
        name=name, fields=fields, owner=read_resource_name(owner) if owner else None
    )


def parse_fields(words: Sequence[str]) -> tuple[str, tuple[FieldSpec, ...]]:
    """The resource and the fields it gains, e.g. `("order", "priority:int:optional")`.

    Raises InputError as `parse_resource` does."""
    resource = parse_resource(words)
    return resource.name, resource.fields


def read_resource_name(text: str) -> str:
    """The snake_case name of a resource, or InputError."""
    piece = Piece(text=text, start=0, line=text)
    if ":" in text:
        raise fault_at(
            piece,
            f"{text!r} is a field, and the resource's name comes first",
            hint=f"e.g. `order {text}`",
        )
    name = to_snake(text)
    if problem := name_problem(name):
        raise fault_at(piece, problem, hint="name one thing, in the singular, e.g. `order`")
    return name


def refuse_doubles(resource: str, fields: Sequence[FieldSpec]) -> None:
    """InputError when two fields have one name."""
    names = [field.name for field in fields]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise InputError(
            f"resource {resource!r} has the field {doubled!r} twice",
            hint="keep one of them, or give the other its own name",
        )


def build_field(pieces: FieldPieces) -> FieldSpec:
    """The typed field of its pieces; the common end of the short form and of a file's line."""
    name = _read_name(pieces.name)
    type_ = _read_type(pieces.type)
    arguments = tuple(piece.text.strip() for piece in pieces.arguments)
    if problem := argument_problem(type_, arguments):
        at = pieces.arguments[0] if pieces.arguments else pieces.type
        form = TYPE_RULES[type_].form
        raise fault_at(at, problem, hint=f"write `{name}:{form or type_}`")
    field = FieldSpec(name=name, type=type_, arguments=arguments)
    seen: set[str] = set()
    for option in pieces.options:
        key = option.text.partition("=")[0]
        if key in seen:
            raise fault_at(option, f"{key!r} is there twice", hint="keep one of them")
        seen.add(key)
        field = _add_option(field, option)
    _check_together(field, pieces)
    return field


def _split_field(text: str) -> FieldPieces:
    name, *rest = split_pieces(text, ":")
    if not rest or not rest[0].text:
        raise fault_at(
            name, f"field {name.text!r} has no type", hint=f"write `{name.text or 'total'}:TYPE`, "
            f"TYPE one of {', '.join(FIELD_TYPES)}"
        )  # fmt: skip
    whole, *options = rest
    type_, *arguments = split_pieces(text, "/", text=whole.text, start=whole.start)
    if len(arguments) > 1:
        raise fault_at(arguments[1], "a second `/`", hint="separate arguments by a comma")
    values = tuple(
        piece
        for argument in arguments
        for piece in split_pieces(text, ",", text=argument.text, start=argument.start)
    )
    return FieldPieces(name=name, type=type_, arguments=values, options=tuple(options))


def _read_name(piece: Piece) -> str:
    name = to_snake(piece.text)
    if problem := name_problem(name):
        raise fault_at(piece, problem, hint="choose another name for the field, e.g. `total`")
    if name in GIVEN:
        raise fault_at(piece, f"every resource already has the field {name!r}", hint="leave it out")
    return name


def _read_type(piece: Piece) -> FieldType:
    word = piece.text.strip().lower()
    if word in FIELD_TYPES:
        return word
    if word in NOT_BUILT_TYPES:
        what, instead = NOT_BUILT_TYPES[word]
        raise fault_at(piece, f"`{word}` ({what}) is not built yet", hint=instead)
    other = OTHER_SPELLINGS.get(word)
    guess = f"did you mean `{other}`? " if other else did_you_mean(word, FIELD_TYPES)
    raise fault_at(
        piece, f"unknown type {piece.text!r}", hint=f"{guess}Types: {', '.join(FIELD_TYPES)}"
    )


def _add_option(field: FieldSpec, option: Piece) -> FieldSpec:
    key, equals, value = option.text.partition("=")
    if key in FLAGS and not equals:
        return replace(
            field,
            optional=field.optional or key == "optional",
            unique=field.unique or key == "unique",
            index=field.index or key == "index",
        )
    if key in FLAGS:
        raise fault_at(option, f"{key!r} takes no value", hint=f"write `{key}` alone")
    if key not in KEYS:
        raise _unknown_option(option, key)
    if not value:
        raise fault_at(option, f"{key!r} needs a value", hint=f"write `{key}=…`")
    if problem := _value_problem(field, key, value):
        raise fault_at(option, problem, hint=f"change or leave out `{key}` of {field.name!r}")
    return _set_value(field, key, value)


def _unknown_option(option: Piece, key: str) -> InputError:
    if key in NOT_BUILT_OPTIONS:
        return fault_at(option, f"{key!r} is not built yet", hint=NOT_BUILT_OPTIONS[key])
    known = ", ".join((*FLAGS, *(f"{name}=" for name in KEYS)))
    guess = did_you_mean(key, (*FLAGS, *KEYS))
    return fault_at(option, f"unknown option {option.text!r}", hint=f"{guess}Options: {known}")


def _value_problem(field: FieldSpec, key: str, value: str) -> str:
    if key in ("min", "max"):
        return bound_problem(field.type, value)
    if key == "default":
        return default_problem(field.type, field.arguments, value)
    if field.type != "ref":
        return f"'on_delete' is for `ref`, and {field.name!r} is `{field.type}`"
    return "" if value in ON_DELETE else f"{value!r} is none of {', '.join(ON_DELETE)}"


def _set_value(field: FieldSpec, key: str, value: str) -> FieldSpec:
    if key == "min":
        return replace(field, min=value)
    if key == "max":
        return replace(field, max=value)
    if key == "default":
        return replace(field, default=value)
    return replace(field, on_delete=value)


def _check_together(field: FieldSpec, pieces: FieldPieces) -> None:
    """What each part allows and their sum does not."""
    low = read_number(field.min) if field.min is not None else None
    high = read_number(field.max) if field.max is not None else None
    problem = ""
    if low is not None and high is not None and low > high:
        problem = f"min={field.min} is above max={field.max}"
    elif field.default is not None and TYPE_RULES[field.type].bound == "number":
        given = read_number(field.default)
        if given is not None and (
            (low is not None and given < low) or (high is not None and given > high)
        ):
            problem = f"the default {field.default} lies outside the bounds"
    elif field.type == "string" and field.arguments and high and high > int(field.arguments[0]):
        problem = f"max={field.max} is above the length {field.arguments[0]}"
    elif field.on_delete == "set_null" and not field.optional:
        problem = "on_delete=set_null needs a field that may be empty"
    if problem:
        last = pieces.options[-1] if pieces.options else pieces.type
        hint = "add `optional`" if "set_null" in problem else "make the two agree"
        raise fault_at(last, problem, hint=hint)


def write_field(field: FieldSpec) -> str:
    """The short form of a field; `parse_field` reads it back to the same value."""
    arguments = "/" + ",".join(field.arguments) if field.arguments else ""
    flags = [
        flag
        for flag, on in zip(FLAGS, (field.optional, field.unique, field.index), strict=True)
        if on
    ]
    values = zip(KEYS, (field.min, field.max, field.default, field.on_delete), strict=True)
    keys = [f"{key}={value}" for key, value in values if value is not None]
    return ":".join([field.name, field.type + arguments, *keys, *flags])


def write_resource(resource: ResourceSpec) -> str:
    """The words after `add resource`, owner included."""
    owner = f" --owner {resource.owner}" if resource.owner else ""
    return " ".join([resource.name, *(write_field(field) for field in resource.fields)]) + owner
