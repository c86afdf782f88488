"""Sample values: the same old literal becomes the same new one in payloads, assertions, fixtures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon, same_family
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import Swap, carries_words, rename_prose
from backend_agent.syntax.nouns import split_words
from backend_agent.values.language import LanguageFormat
from backend_agent.values.task import FieldType

Place = Literal["json", "object"]
_TEXTUAL = frozenset({"string", "text"})
_NUMERIC = frozenset({"int", "bigint", "decimal", "money", "float"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    min: Decimal | None = None
    max: Decimal | None = None

    def hold(self, number: Decimal) -> bool:
        return (self.min is None or number >= self.min) and (self.max is None or number <= self.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBook:
    """`order` numbers the ordinary literals of each old field as they first occur anywhere;
    `limits` are those that the exemplar declares."""

    order: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, Limits]
    lexicon: Lexicon

    def position(self, field: str, literal: str) -> int:
        known = self.order.get(field, ())
        return known.index(literal) if literal in known else 0

    def sample(self, new: NewField, position: int, place: Place) -> str | None:
        """The sample value number `position` of the new field, within its limits."""
        spelling = self.lexicon.sample_spelling(new.spec.type)
        if spelling is None:
            return None
        texts = spelling.json if place == "json" else spelling.objects
        fitting = [text for text in texts if _fits(text, new)]
        if not fitting:
            bound = new.spec.min or new.spec.max
            fitting = [_put_number(texts[0], bound)] if bound is not None else list(texts)
        words = " ".join(new.words)
        chosen = fitting[position % len(fitting)]
        if new.spec.type == "enum":
            choices = new.spec.arguments
            chosen = chosen.replace("{choice}", choices[position % len(choices)])
        return chosen.replace("{Field}", words.capitalize()).replace("{field}", words)

    def invalid(self, new: NewField) -> str | None:
        """A value that the new field must refuse, as a payload writes it."""
        spelling = self.lexicon.sample_spelling(new.spec.type)
        if new.spec.type in _NUMERIC and new.spec.min is not None and spelling is not None:
            below = Decimal(new.spec.min) - 1
            return _put_number(spelling.json[0], str(below))
        return spelling.invalid or None if spelling is not None else None


def first_sample(new: NewField, lexicon: Lexicon) -> str | None:
    """The first sample value of the new field, as a payload writes it."""
    return SampleBook(order={}, limits={}, lexicon=lexicon).sample(new, 0, "json")


def default_text(new: NewField, lexicon: Lexicon) -> str | None:
    """The default of the specification as code writes it; None where it has none."""
    spelling = lexicon.sample_spelling(new.spec.type)
    given = new.spec.default
    if given is None or spelling is None or not spelling.objects:
        return given
    like = spelling.objects[0]
    if new.spec.type in _NUMERIC:
        return _put_number(like, given)
    if new.spec.type == "bool":
        return next((each for each in spelling.objects if each.lower() == given.lower()), given)
    return f"{like[0]}{given}{like[0]}" if like[0] in "'\"" else given


def _fits(text: str, new: NewField) -> bool:
    number = read_number(text)
    return number is None or spec_limits(new).hold(number)


def spec_limits(new: NewField) -> Limits:
    if new.spec.type not in _NUMERIC:
        return Limits()
    return Limits(
        min=Decimal(new.spec.min) if new.spec.min is not None else None,
        max=Decimal(new.spec.max) if new.spec.max is not None else None,
    )


def _put_number(text: str, number: str) -> str:
    return re.sub(r"-?\d+(\.\d+)?", number, text, count=1)


def read_number(text: str) -> Decimal | None:
    """The number that a literal holds, quoted or not; None where it holds none."""
    found = re.fullmatch(r"""['"]?(-?\d+(?:\.\d+)?)['"]?""", text.strip())
    try:
        return Decimal(found.group(1)) if found else None
    except InvalidOperation:
        return None


def literal_category(element: Element, language: LanguageFormat) -> str:
    """`text`, `number`, `truth` or `nothing`; "" where the element is no plain literal."""
    category = language.literals.get(element.kind, "")
    if category == "text" and any(leaf.kind in language.identifiers for leaf in element.leaves()):
        return ""
    if category == "number" and read_number(element.text) is None:
        return ""
    return category


def is_ordinary(text: str, category: str, field: ExemplarField, limits: Limits) -> bool:
    """Whether the literal is a plain example of the field, not one that a test means to be refused."""
    type_: FieldType | None = field.type
    number = read_number(text)
    if type_ in _NUMERIC:
        return number is not None and limits.hold(number)
    if type_ == "bool":
        return category == "truth"
    if type_ in _TEXTUAL:
        return category == "text" and re.search(r"[A-Za-z0-9]", text) is not None
    return category == "text"


def choose_literal(
    element: Element,
    category: str,
    old: ExemplarField,
    new: NewField,
    place: Place,
    book: SampleBook,
    *,
    alone: bool,
) -> str | None:
    """The literal that takes the place of this one; None where the data knows none. Where a test
    means one value to be refused (`alone` = it is this field's), the others stay ordinary."""
    limits = book.limits.get(old.name, Limits())
    text = element.text
    ordinary = is_ordinary(text, category, old, limits)
    if not ordinary and not alone:
        return book.sample(new, 0, place)
    if same_family(old.type, new.spec.type) and new.spec.type != "enum":
        return _keep_or_adjust(text, old, new, place, book, ordinary=ordinary)
    if ordinary:
        return book.sample(new, book.position(old.name, text), place)
    return book.invalid(new)


def _keep_or_adjust(
    text: str,
    old: ExemplarField,
    new: NewField,
    place: Place,
    book: SampleBook,
    *,
    ordinary: bool,
) -> str | None:
    if old.type in _TEXTUAL and ordinary:
        if carries_words(text, split_words(old.name)):
            return rename_prose(text, (Swap(old=split_words(old.name), new=new.words),))
        return book.sample(new, book.position(old.name, text), place) if _is_prose(text) else text
    number = read_number(text)
    if number is None or old.type not in _NUMERIC:
        return text
    held = spec_limits(new).hold(number)
    if ordinary:
        return text if held else book.sample(new, book.position(old.name, text), place)
    return text if not held else book.invalid(new)


def _is_prose(text: str) -> bool:
    return re.fullmatch(r"""['"][A-Za-z][A-Za-z ,.'-]*['"]""", text) is not None
