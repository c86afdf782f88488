"""Whose a place is: what another entity's file, class or function says of the exemplar is its own."""

from __future__ import annotations

from backend_agent.implement.analogy.layout import (
    declared_names,
    find_declaration,
    read_layout,
)
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.territory import Search, is_file_of, names_noun
from backend_agent.syntax.element import Element
from backend_agent.syntax.nouns import Noun


def find_owners(leaf: Element, source: Source, search: Search) -> tuple[Noun, ...]:
    """The other entities that the place around the leaf is part of, by the names of the declarations
    around it and of its file. () where it is nobody's, or a parent's: what leads to the exemplar from
    a parent leads to the new resource too."""
    found = dict.fromkeys(_own_file(source, search))
    for above in leaf.ancestors():
        if find_declaration(above, search.language) is above:
            for name in declared_names(above, search.language):
                found.update(dict.fromkeys(_named(name, search)))
    if source.is_test or set(found) & set(search.exemplar.parents):
        return ()
    return tuple(found)


def _named(name: str, search: Search) -> list[Noun]:
    return [each for each in search.exemplar.others if names_noun(name, each, search.exemplar)]


def _own_file(source: Source, search: Search) -> tuple[Noun, ...]:
    """A file is an entity's where its name says so and something in it is named after the entity."""
    if source.path not in search.owners:
        declared = [
            name
            for item in read_layout(source.root, search.language).items
            for name in declared_names(item.element, search.language)
        ]
        search.owners[source.path] = tuple(
            noun
            for noun in search.exemplar.others
            if any(names_noun(name, noun, search.exemplar) for name in declared)
            and is_file_of(source.path, search.codebase, (noun.plural, noun.singular))
        )
    return search.owners[source.path]
