"""All that belongs to the exemplar: its files, its parts of shared files, its names."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Literal

from backend_agent.implement.analogy.binding import is_import
from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.layout import declared_names, read_layout
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words
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
    """A place that uses the exemplar and is not copied; `kept` = nothing is lost by that: it speaks
    of another entity, is a test of something else, or just `uses` it. `owners` are those whose own
    place it is."""

    source: Source
    element: Element
    reason: str
    kept: bool = False
    owners: tuple[Noun, ...] = ()
    uses: bool = False

    @property
    def name(self) -> str:
        """The name that is used, or that the whole place declares."""
        declared = declared_names(self.element, self.source.language)
        return declared[0] if declared else self.element.text.strip().splitlines()[0][:60]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A declaration that is not copied and works with the exemplar: `name` in the file `path`."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """All that is the exemplar's. `declared` are top-level names, `inner` those of their members;
    `reexports` are (file, name) pairs of imports that are registrations by themselves; `ties` are
    declarations which parts of it need, and which are not copied although they work with it."""

    files: tuple[Source, ...]
    slices: tuple[Slice, ...]
    declared: frozenset[str]
    inner: frozenset[str]
    callables: frozenset[str]
    reexports: tuple[tuple[Source, str], ...] = ()
    left: tuple[LeftMention, ...] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Its own files, and the shared ones that hold a part of it."""
        shared = {each.source.path: each.source for each in self.slices}
        return (*self.files, *shared.values())

    @property
    def has_tests(self) -> bool:
        """Whether anything that belongs to the exemplar is a test."""
        return any(each.is_test for each in self.sources)


@dataclass(slots=True)
class Search:
    codebase: Codebase
    exemplar: Exemplar
    files: dict[str, Source] = field(default_factory=dict)
    slices: list[Slice] = field(default_factory=list)
    left: list[LeftMention] = field(default_factory=list)
    reexports: list[tuple[Source, str]] = field(default_factory=list)
    owners: dict[str, tuple[Noun, ...]] = field(default_factory=dict)

    @property
    def language(self) -> LanguageFormat:
        return self.codebase.language


def names_other(name: str, exemplar: Exemplar) -> bool:
    """Whether the name speaks of another entity, be it one whose name holds the exemplar's."""
    return any(names_noun(name, other, exemplar) for other in exemplar.others)


def names_noun(name: str, other: Noun, exemplar: Exemplar) -> bool:
    """Whether the name speaks of this entity, which is not just a word of the exemplar's."""
    return carries_words(name, other.singular, other.plural) and not carries_words(
        "_".join(exemplar.noun.singular), other.singular
    )


def is_file_of(path: str, codebase: Codebase, phrases: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the file's name, or a folder named exactly so, gives the whole file to an entity."""
    stem = re.sub(r"\.[^./]+$", "", posixpath.basename(path))
    if _is_name_of(stem, codebase.language, phrases):
        return True
    if carries_words(stem, *phrases) and _speaks_of_it_alone(codebase.source(path), phrases):
        return True
    folders = path.removeprefix(codebase.prefix).split("/")[:-1]
    owned = [at for at, folder in enumerate(folders) if split_words(folder) in phrases]
    if not owned:
        return False
    top = codebase.prefix + "/".join(folders[: owned[0] + 1]) + "/"
    inside = sum(each.startswith(top) for each in codebase.paths)
    return inside * 2 < len(codebase.paths)


def _speaks_of_it_alone(source: Source, phrases: tuple[tuple[str, ...], ...]) -> bool:
    """Whether all that the file declares is named after the entity: `archiveItem` in `archiveItem.ts`."""
    names = [
        name
        for item in read_layout(source.root, source.language).items
        if not is_import(item.element, source.language)
        for name in declared_names(item.element, source.language)
    ]
    return bool(names) and all(carries_words(name, *phrases) for name in names)


def _is_name_of(stem: str, language: LanguageFormat, phrases: tuple[tuple[str, ...], ...]) -> bool:
    words = split_words(stem)
    for phrase in phrases:
        for at in range(len(words) - len(phrase) + 1):
            if words[at : at + len(phrase)] == phrase:
                rest = words[:at] + words[at + len(phrase) :]
                return all(word in language.role_words for word in rest)
    return False


def strong_names(
    source: Source, territory: Territory, codebase: Codebase, exemplar: Exemplar
) -> frozenset[str]:
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
        joined = imported.module.rstrip(separator) + separator + imported.original
        below = codebase.resolve_module(source.path, joined)
        told = name in territory.declared and carries_words(name, *exemplar.phrases)
        carried = told and not imported.default
        if target in own or below in own or carried:
            found.add(name)
    found |= {
        name
        for name in _starred_names(source, codebase)
        if name in territory.declared and carries_words(name, *exemplar.phrases)
    }
    return frozenset(found)


def _starred_names(source: Source, codebase: Codebase) -> set[str]:
    """What statements take from modules of the repository without naming it."""
    keys = {shape.kind: shape.key for shape in source.language.imports.statements}
    found: set[str] = set()
    for statement in source.import_statements:
        module = statement.labels.get(keys.get(statement.kind, ""))
        if module is None or not any(
            each.kind in source.language.imports.wildcards for each in statement.children
        ):
            continue
        target = codebase.resolve_module(source.path, module.text)
        if target in codebase.known_paths:
            home = codebase.source(target)
            items = read_layout(home.root, home.language).items
            found |= set(home.imports)
            found |= {
                name for item in items for name in declared_names(item.element, home.language)
            }
    return found
