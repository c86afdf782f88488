"""Finds everything of the repository that belongs to the exemplar: files, and parts of shared ones."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import Literal

from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.layout import (
    declaration_role,
    declared_names,
    find_declaration,
    is_block,
    is_body,
    is_layout,
    read_layout,
    unwrap,
)
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words, rename_identifier, swap_nouns
from backend_agent.syntax.nouns import Noun, split_words
from backend_agent.values.language import LanguageFormat

SliceKind = Literal["declaration", "member", "statement", "element"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Items `first` to `last` of a block or a list in a shared file."""

    kind: SliceKind
    source: Source
    container: Element
    first: int
    last: int
    names: tuple[str, ...] = ()
    why: str = ""

    @property
    def span(self) -> tuple[int, int]:
        items = read_layout(self.container, self.source.language).items
        return items[self.first].lead, items[self.last].tail


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftMention:
    """A place that uses the exemplar and is not copied."""

    source: Source
    element: Element
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """All that is the exemplar's. `declared` are top-level names, `inner` those of their members;
    `reexports` are (file, name) pairs of imports that are registrations by themselves."""

    files: tuple[Source, ...]
    slices: tuple[Slice, ...]
    declared: frozenset[str]
    inner: frozenset[str]
    callables: frozenset[str]
    reexports: tuple[tuple[Source, str], ...] = ()
    left: tuple[LeftMention, ...] = ()


@dataclass(slots=True)
class _Search:
    codebase: Codebase
    exemplar: Exemplar
    files: dict[str, Source] = field(default_factory=dict)
    slices: list[Slice] = field(default_factory=list)
    left: list[LeftMention] = field(default_factory=list)
    reexports: list[tuple[Source, str]] = field(default_factory=list)

    @property
    def language(self) -> LanguageFormat:
        return self.codebase.language


def find_territory(codebase: Codebase, exemplar: Exemplar) -> Territory:
    """Reads files only where their text speaks of the exemplar at all."""
    search = _Search(codebase, exemplar)
    spoken = re.compile(_spoken_pattern(exemplar.noun), re.IGNORECASE)
    shared: list[Source] = []
    for path in codebase.paths:
        if _is_own_file(path, codebase, exemplar):
            search.files[path] = codebase.source(path)
        elif spoken.search(codebase.source(path).text):
            shared.append(codebase.source(path))
    for source in shared:
        _find_declarations(source, search)
    found = _collect_names(search)
    for source in shared:
        _find_uses(source, search, found)
    return replace(
        found,
        slices=_merge_slices(search.slices),
        reexports=tuple(search.reexports),
        left=tuple(search.left),
    )


def _spoken_pattern(noun: Noun) -> str:
    return "|".join("[_ -]?".join(words) for words in {noun.plural, noun.singular})


def _is_own_file(path: str, codebase: Codebase, exemplar: Exemplar) -> bool:
    """Whether the file's name, or a folder named exactly so, gives the whole file to the exemplar."""
    stem = re.sub(r"\.[^./]+$", "", posixpath.basename(path))
    if _is_own_name(stem, codebase.language, exemplar):
        return True
    folders = path.removeprefix(codebase.prefix).split("/")[:-1]
    owned = [at for at, folder in enumerate(folders) if split_words(folder) in exemplar.phrases]
    if not owned:
        return False
    top = codebase.prefix + "/".join(folders[: owned[0] + 1]) + "/"
    inside = sum(each.startswith(top) for each in codebase.paths)
    return inside * 2 < len(codebase.paths)


def _is_own_name(stem: str, language: LanguageFormat, exemplar: Exemplar) -> bool:
    words = split_words(stem)
    for phrase in exemplar.phrases:
        for at in range(len(words) - len(phrase) + 1):
            if words[at : at + len(phrase)] == phrase:
                rest = words[:at] + words[at + len(phrase) :]
                return all(word in language.role_words for word in rest)
    return False


def names_other(name: str, exemplar: Exemplar) -> bool:
    """Whether the name speaks of another entity, be it one whose name holds the exemplar's."""
    return any(
        carries_words(name, other.singular, other.plural)
        and not carries_words("_".join(exemplar.noun.singular), other.singular)
        for other in exemplar.others
    )


def _find_declarations(source: Source, search: _Search) -> None:
    layout = read_layout(source.root, search.language)
    for at, item in enumerate(layout.items):
        names = declared_names(item.element, search.language)
        if not names or not carries_words(names[0], *search.exemplar.phrases):
            continue
        if names_other(names[0], search.exemplar):
            search.left.append(
                LeftMention(source=source, element=item.element, reason="speaks of another entity")
            )
            continue
        if source.is_test and not _is_shared_test_part(names[0], source, search):
            continue
        search.slices.append(
            Slice(
                kind="declaration", source=source, container=source.root, first=at, last=at,
                names=names, why=f"`{names[0]}` carries the exemplar's name",
            )
        )  # fmt: skip


def _is_shared_test_part(name: str, source: Source, search: _Search) -> bool:
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


def _collect_names(search: _Search) -> Territory:
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


def strong_names(
    source: Source, territory: Territory, codebase: Codebase, exemplar: Exemplar
) -> frozenset[str]:  # noqa: E501
    """The names that in this file stand for something of the exemplar's territory: imported from a
    file of its own, imported under a name that it declares, or declared here by a slice."""
    own = {each.path for each in territory.files}
    if source.path in own:
        return territory.declared
    found = {name for each in territory.slices if each.source is source for name in each.names}
    separator = codebase.language.imports.separator
    for name, imported in source.imports.items():
        target = codebase.resolve_module(source.path, imported.module)
        if target is None:
            continue
        joined = imported.module.rstrip(separator) + separator + name
        below = codebase.resolve_module(source.path, joined)
        carried = name in territory.declared and carries_words(name, *exemplar.phrases)
        if target in own or below in own or carried:
            found.add(name)
    return frozenset(found)


def _find_uses(source: Source, search: _Search, territory: Territory) -> None:
    strong = strong_names(source, territory, search.codebase, search.exemplar)
    quotable = {
        name for name in territory.declared if carries_words(name, *search.exemplar.phrases)
    }
    spans = [each.span for each in search.slices if each.source is source]
    imports = {id(statement) for statement in source.import_statements}
    used: set[str] = set()
    quoted: set[str] = set()
    for leaf in source.root.leaves():
        if not _is_mention(leaf, strong, quotable, search.language):
            continue
        if any(id(above) in imports for above in leaf.ancestors()):
            continue
        (quoted if leaf.kind in search.language.strings else used).add(leaf.text)
        if any(start <= leaf.start < end for start, end in spans):
            continue
        _place_use(leaf, source, search)
        spans = [each.span for each in search.slices if each.source is source]
    search.reexports.extend(
        (source, name)
        for name in sorted(strong)
        if name in source.imports
        and name not in used
        and carries_words(name, *search.exemplar.phrases)
    )


def _is_mention(
    leaf: Element, strong: frozenset[str], quotable: set[str], language: LanguageFormat
) -> bool:
    if leaf.kind in language.identifiers:
        return leaf.text in strong
    return leaf.kind in language.strings and leaf.text in quotable


def _place_use(leaf: Element, source: Source, search: _Search) -> None:
    """The smallest element or statement around the use that may be copied, else a left mention."""
    language = search.language
    below = leaf
    for above in leaf.ancestors():
        if above.kind in (*language.collections, *language.mappings) and _place_element(
            above, below, source, search
        ):
            return
        if is_block(above, language):
            _place_statement(above, below, leaf, source, search)
            return
        below = above
    search.left.append(LeftMention(source=source, element=leaf, reason="no statement around it"))


def _place_element(container: Element, below: Element, source: Source, search: _Search) -> bool:
    layout = read_layout(container, search.language)
    at = layout.index_of(below)
    if at is None or not has_analogous(layout.items[at].element, container, search):
        return False
    search.slices.append(
        Slice(
            kind="element", source=source, container=container, first=at, last=at,
            why="listed beside its like",
        )
    )  # fmt: skip
    return True


def _place_statement(
    block: Element, below: Element, leaf: Element, source: Source, search: _Search
) -> None:
    language = search.language
    layout = read_layout(block, language)
    at = layout.index_of(below)
    reason = ""
    if at is None:
        reason = "no statement around it"
    elif unwrap(layout.items[at].element, language).kind in language.branches:
        reason = "part of a condition or a loop: its meaning is not known"
    elif (
        find_declaration(layout.items[at].element, language) is not None
        and not is_body(block, language)
        and declaration_role(
            find_declaration(layout.items[at].element, language) or block, language
        )
        != "value"
    ):
        reason = "a declaration of something else"
    analogous = at is not None and has_analogous(layout.items[at].element, block, search)
    owner = _is_parents_place(block, source, search)
    member = is_body(block, language)
    allowed = (
        analogous
        or owner
        or (
            block is source.root
            and not member
            and _is_call(layout.items[at or 0].element, language)
        )
    )
    if not reason and not allowed:
        reason = "no sibling of its kind shows that it is a registration"
    if reason or at is None:
        search.left.append(LeftMention(source=source, element=leaf, reason=reason))
        return
    last = at if member else _run_end(layout.items[at].element, at, block, search)
    kind: SliceKind = "member" if member else "statement"
    why = (
        "beside its like"
        if analogous
        else "in the file of its parent"
        if owner
        else "at module level"
    )
    search.slices.append(
        Slice(kind=kind, source=source, container=block, first=at, last=last, why=why)
    )


def _is_call(element: Element, language: LanguageFormat) -> bool:
    return unwrap(element, language).kind in {shape.kind for shape in language.calls}


def _is_parents_place(block: Element, source: Source, search: _Search) -> bool:
    """The class of a parent entity, or the file named after one."""
    for parent in search.exemplar.parents:
        if is_body(block, search.language):
            owner = declared_names(block.parent, search.language) if block.parent else ()
            if owner and split_words(owner[0]) == parent.singular:
                return True
        elif carries_words(source.stem, parent.singular, parent.plural):
            return not source.is_test
    return False


def has_analogous(element: Element, container: Element, search: _Search) -> bool:
    """Whether a sibling is built alike and differs only where this one speaks of the exemplar."""
    own = list(element.leaves())
    mentions = {
        at for at, leaf in enumerate(own) if carries_words(leaf.text, *search.exemplar.phrases)
    }
    for item in read_layout(container, search.language).items:
        other = list(item.element.leaves())
        if item.element is element or len(own) != len(other):
            continue
        pairs = list(zip(own, other, strict=True))
        alike = all(
            one.kind == two.kind and (at in mentions or one.text == two.text)
            for at, (one, two) in enumerate(pairs)
        )
        if alike and any(own[at].text != other[at].text for at in mentions):
            return True
    return False


def _run_end(element: Element, at: int, block: Element, search: _Search) -> int:
    """The statement takes along the following ones that use a variable which it binds under a name
    that stays: they belong together."""
    layout = read_layout(block, search.language)
    bound = {
        name
        for name in _bound_names(element, search.language)
        if not carries_words(name, *search.exemplar.phrases)
    }
    last = at
    for following in layout.items[at + 1 :]:
        names = {
            leaf.text
            for leaf in following.element.leaves()
            if leaf.kind in search.language.identifiers
        }
        if not bound & names or bound & set(_bound_names(following.element, search.language)):
            break
        last += 1
    return last


def _bound_names(element: Element, language: LanguageFormat) -> tuple[str, ...]:
    shapes = {shape.kind: shape for shape in language.assignments}
    found = []
    for each in element.walk():
        shape = shapes.get(each.kind)
        if shape is not None and shape.key in each.labels:
            key = each.labels[shape.key]
            if key.kind in language.identifiers:
                found.append(key.text)
        if is_layout(each, language) and is_block(each, language):
            break
    return tuple(found)


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
