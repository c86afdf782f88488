"""Finds everything of the repository that belongs to the exemplar: files, and parts of shared ones."""

from __future__ import annotations

import re
from dataclasses import replace

from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.layout import (
    declaration_role,
    declared_names,
    find_declaration,
    read_layout,
)
from backend_agent.implement.analogy.members import find_parent_members
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.territory import (
    LeftMention,
    Search,
    Slice,
    Territory,
    is_file_of,
    names_other,
)
from backend_agent.implement.analogy.ties import sort_left
from backend_agent.implement.analogy.uses import find_uses
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words, rename_identifier, swap_nouns
from backend_agent.syntax.nouns import Noun, split_words


def find_territory(codebase: Codebase, exemplar: Exemplar) -> Territory:
    """Reads files only where their text speaks of the exemplar at all."""
    search = Search(codebase, exemplar)
    spoken = re.compile(_spoken_pattern(exemplar.noun), re.IGNORECASE)
    shared: list[Source] = []
    for path in codebase.paths:
        if is_file_of(path, codebase, exemplar.phrases) and not _is_of_longer(path, exemplar):
            search.files[path] = codebase.source(path)
        elif _speaks(codebase.source(path).text, spoken, exemplar):
            shared.append(codebase.source(path))
    acting = [source for source in shared if _acts_on(source, search)]
    search.files.update({source.path: source for source in acting})
    shared = [source for source in shared if source not in acting]
    for source in shared:
        _find_declarations(source, search)
        find_parent_members(source, search)
    found = _collect_names(search)
    for source in shared:
        find_uses(source, search, found)
    found = replace(
        found,
        slices=_merge_slices(search.slices),
        reexports=tuple(search.reexports),
        left=tuple(search.left),
    )
    return sort_left(found, codebase)


def _acts_on(source: Source, search: Search) -> bool:
    """Whether the file is named after one act on the exemplar, `archiveItem.ts`, and imports something
    of it: what it declares may be called anything."""
    words = split_words(source.path.rsplit("/", 1)[-1].rpartition(".")[0])
    for phrase in search.exemplar.phrases:
        if words[1 : 1 + len(phrase)] != phrase or names_other("_".join(words), search.exemplar):
            continue
        if all(word in search.language.role_words for word in words[1 + len(phrase) :]):
            return any(
                search.codebase.resolve_module(source.path, each.module) in search.files
                for each in source.imports.values()
            )
    return False


def _is_of_longer(path: str, exemplar: Exemplar) -> bool:
    """Whether the file is named after an entity whose name holds the exemplar's: `itemType.dto.ts`."""
    name = path.rsplit("/", 1)[-1].partition(".")[0]
    return any(
        len(each.singular) > len(exemplar.noun.singular)
        and carries_words("_".join(each.singular), *exemplar.phrases)
        and carries_words(name, each.singular, each.plural)
        for each in exemplar.others
    )


def _speaks(text: str, spoken: re.Pattern[str], exemplar: Exemplar) -> bool:
    """Whether a name or a text carries the exemplar's words whole: `border` does not speak of orders."""
    for found in spoken.finditer(text):
        start, end = found.span()
        while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
        if carries_words(text[start:end], *exemplar.phrases):
            return True
    return False


def _spoken_pattern(noun: Noun) -> str:
    return "|".join("[_ -]?".join(words) for words in {noun.plural, noun.singular})


def _find_declarations(source: Source, search: Search) -> None:
    layout = read_layout(source.root, search.language)
    for at, item in enumerate(layout.items):
        names = declared_names(item.element, search.language)
        if not names or not carries_words(names[0], *search.exemplar.phrases):
            continue
        if names_other(names[0], search.exemplar):
            search.left.append(
                LeftMention(
                    source=source,
                    element=item.element,
                    reason="speaks of another entity",
                    kept=True,
                )
            )
            continue
        if not source.is_test and not _belongs(names[0], item.element, search):
            continue
        if source.is_test and not _is_shared_test_part(names[0], source, search):
            continue
        search.slices.append(
            Slice(
                kind="declaration", source=source, container=source.root, first=at, last=at,
                names=names, why=f"`{names[0]}` carries the exemplar's name",
            )
        )  # fmt: skip


def _belongs(name: str, element: Element, search: Search) -> bool:
    """A word of a name may mean something else (`HTML_TAG_PATTERN`): it is the exemplar's where the
    name begins with it or says no more than its role, or where the text speaks of its class."""
    words = split_words(name)
    language = search.language
    for phrase in search.exemplar.phrases:
        if words[: len(phrase)] == phrase:
            return True
        for at in range(len(words) - len(phrase) + 1):
            rest = words[:at] + words[at + len(phrase) :]
            known = {*language.role_words, *language.making_words, *language.variant_words}
            if words[at : at + len(phrase)] == phrase and set(rest) <= known:
                return True
    entity = search.exemplar.entity.name
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(entity)}(?![a-z0-9])", element.text) is not None


def _is_shared_test_part(name: str, source: Source, search: Search) -> bool:
    """A test of something else may use the exemplar as sample data; such a test is not copied."""
    rest = rename_identifier(
        name, tuple(swap_nouns(search.exemplar.noun, Noun(singular=("x",), plural=("x",))))
    )
    words = set(split_words(rest)) - {"x"}
    known = {*search.language.role_words, *search.language.making_words}
    if words <= known:
        return True
    others = {
        rename_identifier(name, swap_nouns(search.exemplar.noun, other))
        for other in search.exemplar.others
    }
    present = {
        each
        for item in read_layout(source.root, search.language).items
        for each in declared_names(item.element, search.language)
    }
    return bool(others & present)


def _collect_names(search: Search) -> Territory:
    declared: set[str] = set()
    inner: set[str] = set()
    callables: set[str] = set()
    tops = [
        item.element
        for source in search.files.values()
        for item in read_layout(source.root, search.language).items
    ] + [
        read_layout(each.container, search.language).items[each.first].element
        for each in search.slices
    ]
    for top in tops:
        declared.update(declared_names(top, search.language))
        for element in top.walk():
            found = find_declaration(element, search.language)
            if found is element:
                inner.update(declared_names(element, search.language))
                if declaration_role(element, search.language) != "value":
                    callables.update(declared_names(element, search.language))
    return Territory(
        files=tuple(search.files.values()),
        slices=tuple(search.slices),
        declared=frozenset(declared),
        inner=frozenset(inner),
        callables=frozenset(callables),
    )


def _merge_slices(slices: list[Slice]) -> tuple[Slice, ...]:
    """Declarations that stand side by side are one slice, copied as one; each slice once."""
    merged: list[Slice] = []
    ordered = sorted(slices, key=lambda each: (each.source.path, each.span))
    for each in ordered:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.container is each.container
            and last.kind == each.kind == "declaration"
            and last.last + 1 == each.first
        ):
            merged[-1] = Slice(
                kind="declaration", source=last.source, container=last.container,
                first=last.first, last=each.last, names=(*last.names, *each.names), why=last.why,
            )  # fmt: skip
        elif last is None or last.container is not each.container or each.first > last.last:
            merged.append(each)
    return tuple(merged)
