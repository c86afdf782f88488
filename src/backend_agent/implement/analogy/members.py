"""Members of a parent's classes that lead to the exemplar: `User.posts`, `UserSchema.posts_url`."""

from __future__ import annotations

from backend_agent.implement.analogy.layout import declared_names, is_body, read_layout
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.territory import Search, Slice, names_other
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words
from backend_agent.syntax.nouns import split_words


def find_parent_members(source: Source, search: Search) -> None:
    """A parent has for the new resource what it has for the exemplar, under the name that says so."""
    if source.is_test or not search.exemplar.parents:
        return
    spans = [each.span for each in search.slices if each.source is source]
    for element in source.root.find_kinds(search.language.bodies):
        if not _is_of_parent(element, search):
            continue
        body = next((each for each in element.walk() if is_body(each, search.language)), None)
        if body is None or any(start <= body.start < end for start, end in spans):
            continue
        for at, item in enumerate(read_layout(body, search.language).items):
            names = declared_names(item.element, search.language)
            carried = names and carries_words(names[0], *search.exemplar.phrases)
            if carried and not names_other(names[0], search.exemplar):
                search.slices.append(
                    Slice(
                        kind="member", source=source, container=body, first=at, last=at,
                        names=names, why=f"`{names[0]}` of its parent carries the exemplar's name",
                    )
                )  # fmt: skip


def _is_of_parent(element: Element, search: Search) -> bool:
    """The parent's own class, or one of its layers: `User`, `UserSchema`."""
    names = declared_names(element, search.language)
    words = split_words(names[0]) if names else ()
    for parent in search.exemplar.parents:
        size = len(parent.singular)
        rest = words[size:]
        if words[:size] == parent.singular and all(
            word in search.language.role_words for word in rest
        ):
            return True
    return False
