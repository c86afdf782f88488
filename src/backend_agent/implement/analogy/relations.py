"""What of the exemplar leads to other entities and is not copied: the copy has no such relation."""

from __future__ import annotations

from backend_agent.implement.analogy.layout import (
    Layout,
    declaration_role,
    declared_names,
    find_declaration,
    is_body,
)
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import style_words


def leads_to_child(element: Element, layout: Layout, scope: FileScope) -> bool:
    """A member that leads to an entity which belongs to the exemplar: the copy has none."""
    language, transplant = scope.language, scope.transplant
    if not is_body(layout.container, language) or element.kind in language.branches:
        return False
    exemplar = transplant.exemplar
    children = {style_words(each.singular, "pascal") for each in exemplar.children}
    declared = find_declaration(element, language)
    if declared is None or declaration_role(declared, language) != "value":
        return False
    names = set(declared_names(element, language))
    far = {each.name for each in exemplar.far_relations}
    body = layout.container.parent
    own = body is not None and any(
        transplant.is_mention(name) for name in declared_names(body, language)
    )
    return (own and bool(names & far)) or any(leaf.text in children for leaf in element.leaves())


def leads_far(element: Element, layout: Layout, scope: FileScope) -> bool:
    """An element of a list that is a relation which the copy has none of: `Tag.teams`."""
    language = scope.language
    shapes = {shape.kind: shape for shape in language.members}
    if layout.container.kind not in language.collections or element.kind not in shapes:
        return False
    last = element.labels.get(shapes[element.kind].key)
    far = {each.name for each in scope.transplant.exemplar.far_relations}
    exemplar = scope.transplant.exemplar.entity.name
    return (
        last is not None and last.text in far
        and any(leaf.text == exemplar for leaf in element.leaves())
    )  # fmt: skip
