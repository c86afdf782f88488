"""Finds the nodes that spell a type in a declaration, and spells another type in their place."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon, TypeTable
from backend_agent.implement.analogy.rewrite import Precedents, Rewrite, reach_names
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.syntax.element import Element
from backend_agent.values.language import TypeSpelling


def find_types(
    element: Element, lexicon: Lexicon, scope: FileScope
) -> Iterator[tuple[Element, TypeTable, TypeSpelling]]:
    """Nodes that spell a type: a name, a qualified name, or a call of either."""
    language = scope.language
    keyed = {shape.kind: shape for shape in language.keyed}
    done = element.start
    for leaf in element.leaves():
        if leaf.kind in language.strings or not leaf.text or leaf.start < done:
            continue
        found = lexicon.find_head(leaf.text)
        if found is None:
            continue
        parent = leaf.parent
        if parent is not None and parent.kind in keyed:
            key = parent.labels.get(keyed[parent.kind].key)
            if key is leaf or (not keyed[parent.kind].key and parent.children[0] is leaf):
                continue
        whole = _whole_type(leaf, scope)
        done = whole.end
        yield whole, *found


def _whole_type(leaf: Element, scope: FileScope) -> Element:
    node = leaf
    members = {shape.kind: shape for shape in scope.language.members}
    calls = {shape.kind: shape for shape in scope.language.calls}
    parent = node.parent
    if (
        parent is not None
        and parent.kind in members
        and (parent.labels.get(members[parent.kind].key) is node)
    ):
        node, parent = parent, parent.parent
    if (
        parent is not None
        and parent.kind in calls
        and (parent.labels.get(calls[parent.kind].key) is node)
    ):
        node, parent = parent, parent.parent
    if parent is not None and parent.kind in scope.language.generics and parent.children[0] is node:
        node = parent
    return node


def write_type(spelling: TypeSpelling, new: NewField) -> str:
    """The text of the type for this field: its precision, length and choices filled in."""
    given, quote = new.spec.arguments, spelling.quote
    text = fill_precision(spelling.write, new)
    text = text.replace("{length}", given[0] if given and given[0].isdigit() else "255")
    choices = spelling.between.join(f"{quote}{value}{quote}" for value in given)
    return text.replace("{values}", choices)


def fill_precision(text: str, new: NewField) -> str:
    """The text with the digits and decimals of the field in place of {precision} and {scale}."""
    given = new.spec.arguments if new.spec.type == "decimal" else ()
    precision, scale = (*given, *("12", "2")[len(given) :])
    return text.replace("{precision}", precision).replace("{scale}", scale)


def replace_type(
    node: Element,
    table: TypeTable,
    spelling: TypeSpelling,
    old: ExemplarField,
    new: NewField,
    scope: FileScope,
    precedents: Precedents,
    rewrite: Rewrite,
) -> None:
    wanted = new.spec.type
    if wanted in spelling.covers and old.type in spelling.covers:
        lengthened = "{length}" in spelling.write and node.children and wanted in ("string", "text")
        if new.spec.arguments and (lengthened or "{values}" in spelling.write):
            rewrite.texts[id(node)] = write_type(spelling, new)
        return
    target = table.spelling(wanted)
    for other in scope.transplant.lexicon.tables:
        target = target or other.spelling(wanted)
    if target is None:
        rewrite.problems.append(
            f"no spelling of {wanted} is known here, and no other field shows one"
        )
        return
    precedent = precedents.spellings.get((table.id, target.type))
    text = precedent or write_type(target, new)
    rewrite.texts[id(node)] = reach_names(text, target.imports, scope.source, rewrite)
