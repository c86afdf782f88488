"""Finds the nodes that spell a type in a declaration, and spells another type in their place."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon, TypeTable
from backend_agent.implement.analogy.rewrite import Precedents, Rewrite
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.syntax.element import Element
from backend_agent.values.language import TypeSpelling

PRECISION = {"precision": "12", "scale": "2"}


def find_types(
    element: Element, lexicon: Lexicon, scope: FileScope
) -> Iterator[tuple[Element, TypeTable, TypeSpelling]]:
    """Nodes that spell a type: a name, a qualified name, or a call of either."""
    language = scope.language
    keyed = {shape.kind: shape for shape in language.keyed}
    for leaf in element.leaves():
        if leaf.kind in language.strings or not leaf.text:
            continue
        found = lexicon.find_head(leaf.text)
        if found is None:
            continue
        parent = leaf.parent
        if parent is not None and parent.kind in keyed:
            key = parent.labels.get(keyed[parent.kind].key)
            if key is leaf or (not keyed[parent.kind].key and parent.children[0] is leaf):
                continue
        yield _whole_type(leaf, scope), *found


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
        node = parent
    return node


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
        if new.spec.arguments and "{length}" in spelling.write and node.children:
            rewrite.texts[id(node)] = spelling.write.format(length=new.spec.arguments[0])
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
    text = precedent or target.write.format(
        **PRECISION | {"length": new.spec.arguments[0] if new.spec.arguments else "255"},
        values=", ".join(f'"{value}"' for value in new.spec.arguments),
    )
    rewrite.texts[id(node)] = text
    rewrite.imports.extend(target.imports)
