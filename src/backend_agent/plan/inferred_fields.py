"""A list of fields in plain words: names, types and flags, each with the word it was taken from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.plan.grammar import parse_field
from backend_agent.plan.names import GIVEN, to_snake
from backend_agent.plan.phrases import (
    any_of,
    begins_with,
    ends_with,
    holds,
    separator_pattern,
    strip_front,
)
from backend_agent.values.inference import Inference
from backend_agent.values.task import FieldSpec, FieldType

MOST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredField:
    """`field` None: every resource has it already. `reason` says what the type was taken from."""

    name: str
    field: FieldSpec | None
    reason: str


def infer_fields(text: str, words: Inference) -> tuple[InferredField, ...] | None:
    """The fields of `customer name, total amount and a shipped flag`; None when any part of the
    list is not clearly a field."""
    fields: list[InferredField] = []
    for phrase in _split_phrases(text, words):
        field = _infer_field(phrase, words)
        if field is None:
            return None
        fields.append(field)
    return tuple(fields) or None


def _split_phrases(text: str, words: Inference) -> tuple[str, ...]:
    """Cut at separators outside brackets."""
    bracketed: list[str] = []

    def keep(found: re.Match[str]) -> str:
        bracketed.append(found.group())
        return f"\x00{len(bracketed) - 1}\x00"

    cut = separator_pattern(words).split(re.sub(r"\([^()]*\)", keep, text))
    return tuple(
        re.sub(r"\x00(\d+)\x00", lambda found: bracketed[int(found[1])], part).strip()
        for part in cut
        if part.strip()
    )


def _infer_field(phrase: str, words: Inference) -> InferredField | None:
    phrase, _, inside = phrase.partition("(")
    inside = inside.rstrip(") ")
    phrase = strip_front(phrase, words.fillers)
    phrase, optional = _take(phrase, words.optional)
    inside, optional_inside = _take(inside, words.optional)
    phrase, unique = _take(phrase, words.unique)
    inside, unique_inside = _take(inside, words.unique)
    phrase, _ = _take(phrase, words.required)
    phrase = strip_front(phrase, words.fillers)
    found = _typed_phrase(phrase, inside.strip(" ,"), words)
    if found is None:
        return None
    rest, type_, reason = found
    if not _is_name(rest, words):
        return None
    name = to_snake(rest)
    if name in GIVEN:
        return InferredField(name=name, field=None, reason="every resource has it")
    flags = ":optional" * (optional or optional_inside) + ":unique" * (unique or unique_inside)
    return InferredField(name=name, field=parse_field(f"{name}:{type_}{flags}"), reason=reason)


def _take(phrase: str, marks: tuple[str, ...]) -> tuple[str, bool]:
    """The phrase without the mark at its front or end, and whether there was one."""
    cut = re.sub(
        rf"^{any_of(marks)}(?:\s+|$)|(?:^|\s+){any_of(marks)}$", "", phrase, flags=re.IGNORECASE
    )
    return cut.strip(), cut != phrase


def _is_name(text: str, words: Inference) -> bool:
    parts = text.split()
    return (
        0 < len(parts) <= MOST_WORDS
        and all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", part) for part in parts)
        and not holds(text, words.breakers)
    )


def _typed_phrase(phrase: str, inside: str, words: Inference) -> tuple[str, str, str] | None:
    """The words of the name, the type as written in the grammar, and the reason; None if brackets
    hold what is neither a type nor a list of values."""
    if inside:
        type_ = _named_type(inside, words)
        if type_:
            return phrase, type_, f"it is said to be {inside!r}"
        values = [value.strip() for value in re.split(r",|/|\bor\b|\|", inside) if value.strip()]
        if len(values) < 2 or not all(re.fullmatch(r"[A-Za-z][\w-]*", value) for value in values):
            return None
        return phrase, "enum/" + ",".join(values), "its values are listed"
    stated = re.fullmatch(
        rf"(?P<name>.+?)\s+{any_of(words.typed_by)}\s+(?P<type>.+)", phrase, re.IGNORECASE
    )
    if stated:
        type_ = _named_type(stated["type"], words)
        return (stated["name"], type_, f"it is said to be {stated['type']!r}") if type_ else None
    return _inferred_type(phrase, words)


def _named_type(text: str, words: Inference) -> FieldType | None:
    return next((each.type for each in words.types if text.lower() in each.named), None)


def _inferred_type(phrase: str, words: Inference) -> tuple[str, str, str]:
    for each in words.types:
        for mark in (*each.named, *each.dropped):
            rest, taken = _take(phrase, (mark,))
            if taken and rest:
                return rest, each.type, f"of the word {mark!r}"
    for each in words.types:
        word = (
            begins_with(phrase, each.first)
            or ends_with(phrase, each.last)
            or holds(phrase, each.anywhere)
        )
        if word:
            return phrase, each.type, f"of the word {word!r}"
    return phrase, words.fallback, "no word says otherwise"
