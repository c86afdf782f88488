"""Members that somebody must give: one added to a class whose makers would not give it breaks them."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.implement.analogy.draft import Draft, Part
from backend_agent.implement.analogy.layout import declared_names, unwrap
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.element import Element


def leave_ungiven(draft: Draft) -> None:
    """Leaves out a member without a value where a call that makes its class gives the exemplar's by
    name and nothing gives the new one there."""
    for part in draft.slices:
        if part.slice is None or part.slice.kind != "member" or part.refusal is not None:
            continue
        maker = part.slice.container.parent
        owner = declared_names(maker, part.source.language) if maker is not None else ()
        named = declared_names(part.element, part.source.language)
        if owner and named and _needs_value(part) and _is_ungiven(owner[0], named[0], draft):
            part.leave(f"what makes `{owner[0]}` would not give it")


def _needs_value(part: Part) -> bool:
    language = part.source.language
    element = unwrap(part.element, language)
    shape = next((each for each in language.keyed if each.kind == element.kind and each.type), None)
    return shape is not None and shape.type in element.labels and shape.value not in element.labels


def _is_ungiven(owner: str, name: str, draft: Draft) -> bool:
    codebase = draft.transplant.codebase
    spoken = (
        codebase.source(path)
        for path in codebase.paths
        if f"{owner}(" in codebase.source(path).text
    )
    return any(
        name in _list_keys(given, source) and not _is_extended(given, draft)
        for source in spoken
        for given in _find_given(owner, source)
    )


def _find_given(owner: str, source: Source) -> Iterator[Element]:
    """The arguments of every call that makes one."""
    shapes = {shape.kind: shape for shape in source.language.calls}
    for leaf in source.leaves_saying({owner}):
        call = leaf.parent
        shape = shapes.get(call.kind) if call is not None else None
        if call is None or shape is None or call.labels.get(shape.key) is not leaf:
            continue
        if shape.value in call.labels:
            yield call.labels[shape.value]


def _list_keys(given: Element, source: Source) -> set[str]:
    shapes = {shape.kind: shape for shape in source.language.keyed}
    return {
        each.labels[shape.key].text
        for each in given.named_children
        if (shape := shapes.get(each.kind)) is not None and shape.key in each.labels
    }


def _is_extended(given: Element, draft: Draft) -> bool:
    return any(
        part.slice is not None and part.slice.container is given and part.refusal is None
        for part in draft.slices
    )
