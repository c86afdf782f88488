"""What rows that are there get in a new column: the default that was asked for, else a neutral value."""

from __future__ import annotations

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.values.changes import Column, Note, Refusal
from backend_agent.values.task import FieldSpec, FieldType

# Standard SQL that every database of the catalog reads. Types that are missing have no neutral
# value: no row may be given somebody's address, or a key.
NEUTRAL: dict[FieldType, str] = {
    "string": "''", "text": "''", "int": "0", "bigint": "0", "decimal": "0", "money": "0",
    "float": "0", "bool": "false", "date": "CURRENT_DATE", "datetime": "CURRENT_TIMESTAMP",
    "json": "'{}'",
}  # fmt: skip
_NUMERIC = ("int", "bigint", "decimal", "money", "float")


def read_column(table: str, name: str, spec: FieldSpec) -> Column:
    """The column of the field; a required one says what rows that are there get."""
    filled = not spec.optional
    value = _value_of(spec) if filled else ""
    return Column(table=table, name=name, filled=filled, value=value)


def leave_column(table: str, field: ExemplarField) -> Column:
    """The column that goes; where it may not be null, its way back needs a value."""
    value = NEUTRAL.get(field.type, "") if field.type is not None else ""
    filled = not field.nullable and bool(value)
    return Column(table=table, name=field.name, filled=filled, value=value if filled else "")


def _value_of(spec: FieldSpec) -> str:
    if spec.default is not None:
        plain = spec.type in _NUMERIC or spec.type == "bool"
        return spec.default.lower() if plain else "'" + spec.default.replace("'", "''") + "'"
    if spec.unique:
        return ""
    if spec.type == "enum":
        return f"'{spec.arguments[0]}'"
    neutral = NEUTRAL.get(spec.type, "")
    below = neutral == "0" and spec.min is not None and float(spec.min) > 0
    return spec.min or neutral if below else neutral


def refuse_unfillable(column: Column, spec: FieldSpec) -> tuple[Refusal, ...]:
    """A required field for which no value of existing rows can be known."""
    if not column.filled or column.value:
        return ()
    why = (
        "rows that are there cannot all get the same value in a unique field"
        if spec.unique
        else f"no value of {spec.type} is neutral enough for rows that are there"
    )
    return (
        Refusal(
            subject=column.name,
            reason=f"{why}; add it as optional, fill the rows, and require it afterwards"
            + ("" if spec.unique else ", or give a default"),
        ),
    )


def tell_column(column: Column, spec: FieldSpec) -> Note:
    """The decision about rows that are there, as a reader should know it."""
    where = f"{column.name} in {column.table}"
    if not column.filled:
        text = f"{where} may be null, so rows that are there keep working"
    elif spec.default is not None:
        text = f"{where} is required; rows that are there get the default, {column.value}"
    else:
        text = (
            f"{where} is required; rows that are there get {column.value}, a neutral value: "
            "check whether it is true for them, or give the field a default or make it optional"
        )
    return Note(kind="decision", text=text)
