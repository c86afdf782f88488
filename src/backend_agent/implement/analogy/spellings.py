"""Finds the nodes that spell a type in a declaration, and spells another type in their place."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon, TypeTable
from backend_agent.implement.analogy.rewrite import Precedents, Rewrite, reach_names
from backend_agent.implement.analogy.scope import FileScope, root_name
from backend_agent.syntax.element import Element
from backend_agent.values.language import ImportNeed, TypeSpelling


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
        found = _find_table(leaf, lexicon, scope)
        if found is None:
            continue
        parent = leaf.parent
        if parent is not None and parent.kind in keyed:
            key = parent.labels.get(keyed[parent.kind].key)
            if key is leaf or (not keyed[parent.kind].key and parent.children[0] is leaf):
                continue
        whole = leaf if found[0].typed else _whole_type(leaf, scope)
        done = whole.end
        yield whole, *found


def _find_table(
    leaf: Element, lexicon: Lexicon, scope: FileScope
) -> tuple[TypeTable, TypeSpelling] | None:
    """Where several libraries have the name, the one that it is reached through."""
    found = lexicon.find_heads(leaf.text)
    if len(found) < 2 and not any(table.typed for table, _ in found):
        return found[0] if found else None
    root = root_name(leaf.parent if _is_member(leaf, scope) else leaf, scope.language)
    module = scope.source.origin(root).split(scope.language.imports.separator)[0]
    fitting = [each for each in found if module and module in each[0].modules]
    others = [each for each in found if not each[0].typed]
    return next(iter(fitting or others), None)


def _is_member(leaf: Element, scope: FileScope) -> bool:
    return leaf.parent is not None and leaf.parent.kind in {
        shape.kind for shape in scope.language.members
    }


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
    if table.typed and not _is_member(node, scope):
        module = scope.source.imports[node.text].module if node.text in scope.source.imports else ""
        rewrite.imports.append(ImportNeed(module=module, name=target.write))
    precedent = precedents.spellings.get((table.id, target.type))
    text = precedent or write_type(target, new)
    rewrite.texts[id(node)] = reach_names(text, target.imports, scope.source, rewrite)
