"""Rewrites the value beside a field's name: a literal, a variable, a call, or what JSON makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import same_family
from backend_agent.implement.analogy.rewrite import Rewrite, reach_names
from backend_agent.implement.analogy.samples import (
    Place,
    SampleBook,
    choose_literal,
    literal_category,
)
from backend_agent.implement.analogy.scope import FileScope, root_name
from backend_agent.implement.analogy.slots import Slot
from backend_agent.implement.analogy.spoken import exact_mentions
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words
from backend_agent.syntax.nouns import split_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueScope:
    """One slot on its way to one new field; `bound` says whether a variable named after the new
    field exists where the old one's variable does."""

    slot: Slot
    old: ExemplarField
    new: NewField
    scope: FileScope
    book: SampleBook
    bound: bool


def rewrite_value(element: Element, at: ValueScope, rewrite: Rewrite) -> None:
    """The value of a pair, a keyword, a variable, a row; of an assertion every value in it."""
    if at.slot.kind == "assertion":
        _rewrite_assertion(element, at, rewrite)
    elif at.slot.value is None:
        _rewrite_shorthand(element, at, rewrite)
    else:
        place: Place = "json" if at.slot.kind in ("pair", "row") else "object"
        _rewrite_plain(at.slot.value, place, at, rewrite)


def _rewrite_plain(value: Element, place: Place, at: ValueScope, rewrite: Rewrite) -> None:
    category = literal_category(value, at.scope.language)
    if category and _is_mark(value, category, at):
        return
    if category:
        _rewrite_literal(value, category, place, at, rewrite)
    elif value.text == at.old.name and not value.children:
        if not at.bound and at.scope.source.is_test:
            _put_sample(value, place, at, rewrite)
        elif not at.bound:
            rewrite.problems.append(f"no variable `{at.new.name}` exists where `{value.text}` does")
    elif exact_mentions(value, at.scope):
        return
    elif _is_variable_of_old(value, at):
        _put_sample(value, place, at, rewrite)
    elif same_family(at.old.type, at.new.spec.type):
        return
    elif _is_made_of_literals(value, at.scope):
        _put(value, at.book.invalid(at.new), at, rewrite)
    elif not at.scope.source.is_test and (made := _make_example(value, at)):
        rewrite.texts[id(value)] = made
    elif at.scope.source.is_test or _makes_samples(value, at.scope):
        _put_sample(value, place, at, rewrite)
    else:
        rewrite.problems.append(
            f"`{at.old.name}` is computed here (`{value.text[:60]}`); "
            f"what `{at.new.name}` should be is not known"
        )


def _is_variable_of_old(value: Element, at: ValueScope) -> bool:
    """Whether a test has the old field's example in a variable called after it (`savedItemTitle`), which
    is bound at most for the one field that takes its place."""
    scope, old = at.scope, at.old
    if value.children or value.kind not in scope.language.identifiers or not scope.source.is_test:
        return False
    counterpart = scope.transplant.fields.counterpart(old.name)
    mine = counterpart is not None and counterpart.name == at.new.name
    telling = old.name not in scope.language.weak_fields and same_family(old.type, at.new.spec.type)
    renamed = mine and (telling or scope.transplant.is_mention(value.text))
    return not renamed and carries_words(value.text, split_words(old.name))


def _is_mark(value: Element, category: str, at: ValueScope) -> bool:
    """Whether the pair only names the field, in a list in which every name has the same mark:
    `select: { title: true, done: true }`, `projection: { title: 1, done: 1 }`."""
    pair = value.parent
    listed = pair.parent if pair is not None else None
    if category not in ("truth", "number") or listed is None or at.slot.kind != "pair":
        return False
    shapes = {shape.kind: shape for shape in at.scope.language.keyed}
    values = [
        each.labels[shapes[each.kind].value]
        for each in listed.named_children
        if each.kind in shapes and shapes[each.kind].value in each.labels
    ]
    plain = [each for each in values if each.kind not in at.scope.language.mappings]
    fields = {each.name: each.type for each in at.scope.transplant.fields.old}
    kinds = {fields.get(each.children[0].text) for each in listed.named_children if each.children}
    return (
        len(plain) > 1
        and all(each.text == value.text for each in plain)
        and bool(kinds & {"string", "text", "email", "url", "datetime", "uuid"})
    )


def _makes_samples(value: Element, scope: FileScope) -> bool:
    """Whether the value comes from something that is named after making data up: `faker.name()`."""
    words = [(word,) for word in scope.language.sample_words]
    return carries_words(root_name(value, scope.language), *words)


def _make_example(value: Element, at: ValueScope) -> str:
    """Where a generator of examples makes the old value, what makes one of the new type; else ""."""
    shapes = {shape.kind: shape for shape in at.scope.language.calls}
    shape = shapes.get(value.kind)
    callee = value.labels.get(shape.key) if shape is not None else None
    if callee is None:
        return ""
    separator = at.scope.language.imports.separator
    module = at.scope.source.origin(root_name(callee, at.scope.language)).split(separator)[0]
    spec = at.new.spec
    for vocabulary in at.book.lexicon.vocabularies:
        text = vocabulary.samples.get(spec.type, "")
        if text and module in vocabulary.modules:
            words = {
                "maker": callee.text.rpartition(".")[0],
                "min": spec.min or "1",
                "max": spec.max or str(int(float(spec.min or 1)) + 99),
                "choices": ", ".join(f'"{each}"' for each in spec.arguments),
            }
            for name, word in words.items():
                text = text.replace(f"{{{name}}}", word)
            return text
    return ""


def _rewrite_literal(
    value: Element, category: str, place: Place, at: ValueScope, rewrite: Rewrite
) -> None:
    if category == "nothing":
        if at.slot.kind == "assertion" and at.new.spec.default is not None:
            rewrite.problems.append(f"`{at.new.name}` has a default where this expects nothing")
        elif at.slot.kind != "assertion" and not at.new.spec.optional:
            _put_sample(value, place, at, rewrite)
        return
    counterpart = at.scope.transplant.fields.counterpart(at.old.name)
    alone = at.slot.kind == "row" or (counterpart is not None and counterpart.name == at.new.name)
    chosen = choose_literal(value, category, at.old, at.new, place, at.book, alone=alone)
    _put(value, chosen, at, rewrite)


def keep_example(element: Element, at: ValueScope, rewrite: Rewrite) -> None:
    """A parameter of a test's helper that has an example as its default has one of the new field's."""
    value = at.slot.value
    category = literal_category(value, at.scope.language) if value is not None else ""
    if value is None or category in ("", "nothing") or not at.scope.source.is_test:
        return
    dropped = rewrite.texts.pop(id(value), "") is None
    _rewrite_literal(value, category, "object", at, rewrite)
    if dropped:
        sign = next(
            each for each in element.children if each.end <= value.start and each.text == "="
        )
        rewrite.texts.pop(id(sign), None)


def _put_sample(value: Element, place: Place, at: ValueScope, rewrite: Rewrite) -> None:
    _put(value, at.book.sample(at.new, 0, place), at, rewrite)


def _put(value: Element, text: str | None, at: ValueScope, rewrite: Rewrite) -> None:
    if text is None:
        rewrite.problems.append(
            f"no value of {at.new.spec.type} is known in the place of `{value.text[:60]}`"
        )
        return
    if text == value.text:
        return
    spelling = at.book.lexicon.sample_spelling(at.new.spec.type)
    quoted = text[:1] in "'\""
    needs = spelling.imports if spelling is not None and not quoted else ()
    rewrite.texts[id(value)] = reach_names(text, needs, at.scope.source, rewrite)


def _is_made_of_literals(value: Element, scope: FileScope) -> bool:
    return not any(leaf.kind in scope.language.identifiers for leaf in value.leaves())


def _rewrite_shorthand(element: Element, at: ValueScope, rewrite: Rewrite) -> None:
    """`{ name }` names a variable: where that is not made anew, a value takes its place."""
    if at.slot.kind != "pair" or at.bound:
        return
    if element.parent is not None and element.parent.kind in at.scope.language.patterns:
        return
    if not at.scope.source.is_test:
        if element.kind in at.scope.language.shorthand:
            rewrite.problems.append(
                f"no variable `{at.new.name}` exists where `{element.text}` does"
            )
        return
    text = at.book.sample(at.new, 0, "json")
    if text is not None and element.kind in at.scope.language.shorthand:
        rewrite.texts[id(element)] = f"{at.new.name}: {text}"


def _rewrite_assertion(element: Element, at: ValueScope, rewrite: Rewrite) -> None:
    language = at.scope.language
    subscripted = any(each.kind in language.subscripts for each in element.walk())
    for each in element.walk():
        category = literal_category(each, language)
        if not category or any(id(above) in rewrite.texts for above in each.ancestors()):
            continue
        if any(leaf.text == at.old.name for leaf in each.leaves()):
            continue
        if any(above.kind in language.subscripts for above in _up_to(each, element)):
            continue
        if category == "nothing" or _category_fits(category, at):
            place: Place = "json" if subscripted else "object"
            _rewrite_literal(each, category, place, at, rewrite)
            _fit_operator(each, at, rewrite)
        elif not same_family(at.old.type, at.new.spec.type):
            rewrite.problems.append(f"what `{element.text[:60]}` means for `{at.new.name}` is open")
    _replace_variables(element, at, rewrite)
    _rewrite_wire(element, at, rewrite)


def _replace_variables(element: Element, at: ValueScope, rewrite: Rewrite) -> None:
    """`expect(json.title).toBe(title)` names a variable, which a field made from it may not have."""
    if not at.scope.source.is_test:
        return
    members = {shape.kind: shape for shape in at.scope.language.members}
    pairs = {shape.kind: shape.value for shape in at.scope.language.keyed}
    for leaf in element.leaves():
        parent = leaf.parent
        if parent is not None and _is_variable_of_old(leaf, at):
            given = parent.labels.get(pairs[parent.kind]) if parent.kind in pairs else None
            if leaf.text != at.old.name and (
                given is leaf or parent.kind in at.scope.language.arguments
            ):
                _put_sample(leaf, "json", at, rewrite)
                continue
        if at.bound or leaf.text != at.old.name or parent is None:
            continue
        plain = parent.kind in at.scope.language.arguments or (
            parent.kind in at.scope.language.comparisons
        )
        if plain and parent.kind not in members and leaf.kind in at.scope.language.identifiers:
            _put_sample(leaf, "json", at, rewrite)


def _fit_operator(literal: Element, at: ValueScope, rewrite: Rewrite) -> None:
    """Equality with a truth value has an operator of its own in some languages."""
    operators = at.scope.language.truth_operators
    comparison = literal.parent
    if comparison is None or comparison.kind not in at.scope.language.comparisons:
        return
    if literal_category(literal, at.scope.language) == "nothing":
        return
    for child in comparison.children:
        if at.new.spec.type == "bool" and child.text in operators:
            rewrite.texts[id(child)] = operators[child.text]
        elif at.new.spec.type != "bool" and child.text in operators.values():
            rewrite.texts[id(child)] = next(
                plain for plain, truth in operators.items() if truth == child.text
            )


def _up_to(element: Element, top: Element) -> list[Element]:
    found = []
    for above in element.ancestors():
        if above is top:
            break
        found.append(above)
    return found


def _category_fits(category: str, at: ValueScope) -> bool:
    kind = at.old.type
    if kind == "bool":
        return category == "truth"
    if kind in ("int", "bigint", "float"):
        return category == "number"
    return category in ("text", "number") if kind in ("decimal", "money") else category == "text"


def _rewrite_wire(element: Element, at: ValueScope, rewrite: Rewrite) -> None:
    """Between JSON (`content["total"]`) and an object (`order.total`) stands what JSON makes of the
    type; the exemplar's own comparison says which side is which."""
    language = at.scope.language
    members = {shape.kind: shape for shape in language.members}
    for comparison in element.walk():
        if comparison.kind not in language.comparisons:
            continue
        sides = comparison.named_children
        json_side = any(_ends_subscript(side, at) for side in sides)
        for side in sides if json_side else ():
            inner = _bare_member(side, at, members)
            if inner is not None:
                rewrite.texts[id(side)] = _wire_text(inner, at)


def _ends_subscript(side: Element, at: ValueScope) -> bool:
    return side.kind in at.scope.language.subscripts and any(
        leaf.text == at.old.name and leaf.kind in at.scope.language.strings
        for leaf in side.leaves()
    )


def _bare_member(side: Element, at: ValueScope, members: Mapping[str, object]) -> Element | None:
    """The member access `item.title` in a side, be it alone or inside one call that converts it."""
    found = [
        each
        for each in side.walk()
        if each.kind in members and each.text.endswith(f".{at.old.name}")
    ]
    return found[0] if len(found) == 1 else None


def _wire_text(member: Element, at: ValueScope) -> str:
    """The text is made from the old names; the renderer renames what it is given."""
    spelling = at.book.lexicon.sample_spelling(at.new.spec.type)
    wire = spelling.wire if spelling is not None else ""
    return RENAMED + (wire or "{value}").format(value=member.text)


RENAMED = "\0"
"""Begins a replacement that still holds old names."""
