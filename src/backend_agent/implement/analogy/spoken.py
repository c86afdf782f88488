"""Where an old field's name is spoken: the leaves that say it, and the assertions around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.implement.analogy.scope import (
    FileScope,
    called_name,
    find_callee,
    is_own_callee,
)
from backend_agent.syntax.element import Element
from backend_agent.syntax.nouns import split_words
from backend_agent.values.language import LanguageFormat, Shape


def exact_mentions(element: Element, scope: FileScope) -> list[tuple[str, Element]]:
    """The leaves that are exactly the name of an old field, where that can be meant."""
    names = {each.name for each in scope.transplant.fields.old}
    language = scope.language
    found = []
    for leaf in _leaves_saying(names, element):
        if leaf.kind in language.identifiers:
            if (
                called_name(leaf, language)
                or _is_foreign_key(leaf, scope)
                or _is_of_other(leaf, scope)
                or is_envelope(leaf, language)
            ):
                continue
            found.append((leaf.text, leaf))
        elif leaf.kind in language.strings:
            found.append((leaf.text, leaf))
    return found


def _leaves_saying(names: set[str], element: Element) -> Iterator[Element]:
    """The text is asked first: most elements speak of no field, and their trees are never read."""
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, names)))})(?!\w)")
    for span in pattern.finditer(element.source, element.start, element.end) if names else ():
        leaf = element.find_leaf(*span.span())
        if leaf is not None:
            yield leaf


def is_envelope(leaf: Element, language: LanguageFormat) -> bool:
    """Whether it is a part of the request or the answer itself, `response.body`, and no field in it;
    `result.title` is one, of what was found."""
    if leaf.text not in language.envelope_parts:
        return False
    shapes = {shape.kind: shape for shape in language.members}
    member = leaf.parent
    shape = shapes.get(member.kind) if member is not None else None
    if member is None or shape is None or member.labels.get(shape.key) is not leaf:
        return False
    owner = member.labels.get(shape.value)
    return owner is not None and owner.text in language.envelope_words


def _is_of_other(leaf: Element, scope: FileScope) -> bool:
    """Whether it stands in what is said of another entity: `client: { select: { name: true } }`."""
    shapes = keyed_shapes(scope)
    others = {
        words for noun in scope.transplant.exemplar.others for words in (noun.singular, noun.plural)
    }
    for above in leaf.ancestors():
        if above.kind in scope.language.blocks:
            return False
        shape = shapes.get(above.kind)
        key = above.labels.get(shape.key) if shape is not None and shape.key else None
        if key is not None and key is not leaf and split_words(key.text.strip("'\"")) in others:
            return True
    return False


def _is_foreign_key(leaf: Element, scope: FileScope) -> bool:
    """A keyword of a call that is not the exemplar's: `description=` of a library."""
    parent = leaf.parent
    if parent is None or parent.parent is None or parent.kind not in keyed_shapes(scope):
        return False
    if parent.parent.kind not in scope.language.arguments:
        return False
    shape = keyed_shapes(scope)[parent.kind]
    if parent.labels.get(shape.key) is not leaf:
        return False
    callee = find_callee(parent.parent, scope.language)
    value = parent.labels.get(shape.value)
    speaks = value is not None and any(each.text == leaf.text for each in value.leaves())
    return not speaks and (callee is None or not is_own_callee(callee, scope))


def keyed_shapes(scope: FileScope) -> dict[str, Shape]:
    return {shape.kind: shape for shape in scope.language.keyed}


def exact_leaf(element: Element | None, name: str, scope: FileScope) -> Element | None:
    """The leaf `name` where the element is that name alone, quoted or not."""
    if element is None:
        return None
    known = (*scope.language.identifiers, *scope.language.strings)
    leaves = [leaf for leaf in element.leaves() if leaf.kind in known]
    return leaves[0] if len(leaves) == 1 and leaves[0].text == name else None


def is_assertion(element: Element, scope: FileScope) -> bool:
    language = scope.language
    if element.kind in language.assertions:
        return not any(
            each.kind in language.arguments
            and any(child.named for child in each.children)
            and _holds_keyed_mention(each, scope)
            for each in element.walk()
        )
    return holds_assertion(element, language)


def holds_assertion(element: Element, language: LanguageFormat) -> bool:
    """Whether the element is a call of an assertion, be it a chain: `expect(…).toBe(…)`."""
    shapes = {shape.kind: shape for shape in language.calls}
    callee = element.labels.get(shapes[element.kind].key) if element.kind in shapes else None
    if callee is None:
        return False
    names = [leaf.text for leaf in callee.leaves() if leaf.kind in language.identifiers]
    return any(name in language.assertion_calls for name in names)


def is_only_said(element: Element, name: str, scope: FileScope) -> bool:
    """Whether the assertion names the field as a text alone, as what an error speaks of."""
    language = scope.language
    leaves = [leaf for found, leaf in exact_mentions(element, scope) if found == name]
    keys = (*language.subscripts, *language.collections)
    return all(
        leaf.kind in language.strings
        and not any(above.kind in keys for above in list(leaf.ancestors())[:2])
        and any(above.kind in language.arguments for above in list(leaf.ancestors())[:2])
        for leaf in leaves
    )


def _holds_keyed_mention(arguments: Element, scope: FileScope) -> bool:
    """An assertion around a call with fields of its own is no slot: the call's arguments are."""
    shapes = keyed_shapes(scope)
    return any(
        each.kind in shapes and exact_leaf(
            each.labels.get(shapes[each.kind].key), name, scope
        ) is not None
        for each in arguments.walk()
        for name, _ in exact_mentions(each, scope)
    )  # fmt: skip
