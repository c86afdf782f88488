"""Fields by their position: which argument of a call is the field that a function of ours takes there."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.implement.analogy.layout import read_layout
from backend_agent.implement.analogy.scope import (
    FileScope,
    Transplant,
    find_callee,
    is_own_callee,
    last_name,
)
from backend_agent.syntax.element import Element
from backend_agent.syntax.nouns import split_words
from backend_agent.values.language import LanguageFormat


def is_making(name: str, language: LanguageFormat) -> bool:
    """Whether what is called so makes or changes a resource, and so is given all its fields."""
    return any(word in language.making_words for word in split_words(name))


def function_name(parameters: Element, language: LanguageFormat) -> str:
    """What the function of the parameters is called, be it by the variable that holds it."""
    function = parameters.parent
    if function is None:
        return ""
    own = [each for each in function.children if each.end <= parameters.start]
    named = [
        leaf.text for each in own for leaf in each.leaves() if leaf.kind in language.identifiers
    ]
    if named:
        return named[0]
    holder = function.parent
    shapes = {shape.kind: shape for shape in (*language.assignments, *language.keyed)}
    shape = shapes.get(holder.kind) if holder is not None else None
    key = holder.labels.get(shape.key) if holder is not None and shape is not None else None
    return key.text if key is not None and key.end <= parameters.start else ""


def field_at(at: int, arguments: Element, scope: FileScope) -> str:
    """The old field that the argument is, by the one function of the exemplar which is called so with
    as many; "" where there is none or more than one, or where arguments are given by name."""
    language = scope.language
    callee = find_callee(arguments, language)
    name = last_name(callee, language) if callee is not None else ""
    given = read_layout(arguments, language).items
    keyed = {shape.kind for shape in language.keyed} | set(language.splats)
    if callee is None or not is_making(name, language) or not is_own_callee(callee, scope):
        return ""
    if any(each.element.kind in keyed for each in given):
        return ""
    known = {
        each for each in _signatures(scope.transplant).get(name, ()) if len(each) == len(given)
    }
    if len(known) > 1:
        # Several layers call it alike: then what is given must say which of them is meant.
        said = [{leaf.text for leaf in each.element.leaves()} for each in given]
        known = {
            each
            for each in known
            if any(each)
            and all(name in words for name, words in zip(each, said, strict=True) if name)
        }
    return next(iter(known))[at] if len(known) == 1 else ""


def _signatures(transplant: Transplant) -> dict[str, tuple[tuple[str, ...], ...]]:
    """By the name of a function that takes all fields of a set, or none: for each parameter its field,
    or ""."""
    if not transplant.signatures:
        for name, taken in _read_signatures(transplant):
            known = transplant.signatures.get(name, ())
            transplant.signatures[name] = (*known, taken)
        transplant.signatures.setdefault("", ())
    return transplant.signatures


def _read_signatures(transplant: Transplant) -> Iterator[tuple[str, tuple[str, ...]]]:
    language, territory = transplant.language, transplant.territory
    fields = {each.name for each in transplant.fields.old}
    roots = [source.root for source in territory.files]
    roots += [
        read_layout(each.container, language).items[each.first].element for each in territory.slices
    ]
    for element in (each for root in roots for each in root.walk()):
        if element.kind not in language.parameters:
            continue
        name = function_name(element, language)
        if not is_making(name, language):
            continue
        names = [_name_of(item.element, language) for item in read_layout(element, language).items]
        taken = tuple(
            each if each in fields else "" for each in names if each not in language.self_words
        )
        plain = not any(taken)
        if plain or transplant.fields.cover(each for each in taken if each) is not None:
            yield name, taken


def _name_of(parameter: Element, language: LanguageFormat) -> str:
    """ "" for what is taken apart: its parts are given by name."""
    if any(each.kind in language.patterns for each in parameter.walk()):
        return ""
    return next((leaf.text for leaf in parameter.leaves() if leaf.kind in language.identifiers), "")
