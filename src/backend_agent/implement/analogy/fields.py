"""Which old field stands for which new one: coverage of a group, and the two maps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_agent.implement.analogy.exemplar import Exemplar, ExemplarField
from backend_agent.implement.analogy.lexicon import same_family
from backend_agent.syntax.names import style_words
from backend_agent.syntax.nouns import split_words
from backend_agent.values.language import StyleName
from backend_agent.values.task import FieldSpec, FieldType

_TEXTUAL = frozenset({"string", "text", "email", "url"})
_NUMERIC = frozenset({"int", "bigint", "decimal", "money", "float"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """A field of the specification under the name that this repository would write; `refers` = it is
    the key of another resource."""

    name: str
    spec: FieldSpec
    refers: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return split_words(self.name)

    @property
    def required(self) -> bool:
        return not self.spec.optional and self.spec.default is None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlan:
    """`aligned` is one to one, for single uses; `nearest` says for each new field from which old
    one it is made wherever a whole list is made anew. Both are the same in every file. With
    `extends` the old fields stay and the new ones join them."""

    old: tuple[ExemplarField, ...]
    new: tuple[NewField, ...]
    aligned: tuple[tuple[str, NewField], ...]
    nearest: tuple[tuple[str, str], ...]
    extends: bool = False

    def field(self, name: str) -> ExemplarField | None:
        return next((each for each in self.old if each.name == name), None)

    def counterpart(self, name: str) -> NewField | None:
        """The new field that takes the old one's place in a single use."""
        return next((new for old, new in self.aligned if old == name), None)

    @property
    def left_away(self) -> tuple[ExemplarField, ...]:
        """Fields with a meaning of their own that no new one stands for."""
        return tuple(
            each
            for each in self.old
            if each.role != "ordinary" and not self.extends and self.counterpart(each.name) is None
        )

    def cover(self, group: Iterable[str]) -> tuple[NewField, ...] | None:
        """What a group of sibling slots becomes: all new fields for all old ones, the required for
        exactly the required, the optional for exactly the optional, the required and what stands for
        the rest where more than the required are given; None = no whole set, so each slot keeps its
        place and gets its counterpart. What is left away counts nowhere."""
        gone = frozenset(each.name for each in self.left_away)
        names = frozenset(group) - gone
        required = frozenset(each.name for each in self.old if each.required) - gone
        everything = frozenset(each.name for each in self.old) - gone
        if not names:
            return None
        if names == everything:
            return self.new
        if names == required:
            return tuple(each for each in self.new if each.required)
        if names == everything - required:
            return tuple(each for each in self.new if not each.required)
        optional = everything - required
        if len(names) > 1 and names < optional and len(names) * 2 > len(optional):
            return tuple(each for each in self.new if not each.required)
        if required and names > required:
            return self.new if self.extends else self._cover_more(names)
        return None

    def _cover_more(self, names: frozenset[str]) -> tuple[NewField, ...]:
        """An object cannot be made without what it must have, however few of its other fields are
        given; an optional one comes along where its counterpart is given, or the one it is made of."""
        given = {new.name for old, new in self.aligned if old in names}
        aligned = {new.name for _, new in self.aligned}
        made = {new for new, old in self.nearest if new not in aligned and old in names}
        return tuple(each for each in self.new if each.required or each.name in given | made)

    def source_of(self, new: NewField, group: Iterable[str]) -> str:
        """The old field of the group from which the new one is made."""
        names = tuple(group)
        nearest = dict(self.nearest)[new.name]
        if nearest in names:
            return nearest
        known = [each for each in self.old if each.name in names]
        return max(known, key=lambda old: closeness(old, new)).name


def plan_fields(
    exemplar: Exemplar,
    specs: tuple[FieldSpec, ...],
    default_style: StyleName,
    references: frozenset[str] = frozenset(),
) -> FieldPlan:
    """What may be left out comes last: parameters and members with a default must. `references` are
    the names of keys of other resources."""
    style = _field_style(exemplar, default_style)
    given = tuple(
        NewField(
            name=spec.name if style == "snake" else style_words(split_words(spec.name), style),
            spec=spec,
            refers=spec.name in references,
        )
        for spec in specs
    )
    new = tuple(sorted(given, key=lambda each: not each.required))
    old = exemplar.business
    usable = [each for each in old if each.role == "ordinary"]
    return FieldPlan(
        old=old,
        new=new,
        aligned=_align(old, new),
        nearest=tuple(
            (each.name, max(usable, key=lambda field: closeness(field, each)).name) for each in new
        )
        if usable
        else (),
    )


def _field_style(exemplar: Exemplar, default: StyleName) -> StyleName:
    """As the exemplar writes fields of several words; the language's own way where it has none."""
    for each in exemplar.fields:
        if "_" in each.name.strip("_"):
            return "snake"
        if len(split_words(each.name)) > 1:
            return "camel"
    return default


def closeness(old: ExemplarField, new: NewField) -> tuple[int, int, int]:
    """Being required or not weighs most, for it decides where a field may be missing."""
    same = 2 if old.type == new.spec.type else int(same_family(old.type, new.spec.type))
    kin = int(any(old.type in kinds and new.spec.type in kinds for kinds in (_TEXTUAL, _NUMERIC)))
    return int(old.required == new.required), same, kin


def is_numeric(old: FieldType | None, new: FieldType) -> bool:
    """Whether both are numbers, of whatever kind."""
    return old in _NUMERIC and new in _NUMERIC


def _same_kind(old: ExemplarField, new: NewField) -> bool:
    """Of one family of types; a text of a form of its own has no kin but its own type."""
    if old.role == "formatted":
        return old.type == new.spec.type and old.type not in ("string", "text")
    return same_family(old.type, new.spec.type)


def _align(
    old: tuple[ExemplarField, ...], new: tuple[NewField, ...]
) -> tuple[tuple[str, NewField], ...]:
    """Best pairs first: same kind of type and same requiredness, then either, then what is left."""
    pairs: list[tuple[str, NewField]] = []
    free_old = [each for each in old if each.role in ("ordinary", "formatted")]
    free_new = [each for each in new if not each.refers]
    tests = (
        lambda one, two: (
            one.type == two.spec.type and _same_kind(one, two) and one.required == two.required
        ),
        lambda one, two: _same_kind(one, two) and one.required == two.required,
        _same_kind,
        lambda one, two: one.role == "ordinary" and one.required == two.required,
        lambda one, _two: one.role == "ordinary",
    )
    for fits in tests:
        for one in tuple(free_old):
            match = next((two for two in free_new if fits(one, two)), None)
            if match is not None:
                pairs.append((one.name, match))
                free_old.remove(one)
                free_new.remove(match)
    return tuple(pairs)
