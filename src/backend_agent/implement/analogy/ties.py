"""Which uses of the exemplar outside its territory matter: registrations, and what the copy needs."""

from __future__ import annotations

import re
from dataclasses import replace

from backend_agent.implement.analogy.layout import declared_names, read_layout, unwrap
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.territory import LeftMention, Territory, Tie
from backend_agent.syntax.element import Element
from backend_agent.values.language import LanguageFormat


def sort_left(territory: Territory, codebase: Codebase) -> Territory:
    """The territory with each use told apart: one that makes the exemplar known somewhere would be
    missing for the copy; one in a declaration that the copy needs ties it to the exemplar; any other
    is somebody's own use, of which nothing is lost."""
    left: list[LeftMention] = []
    ties: dict[Tie, None] = {}
    for each in territory.left:
        if each.kept or each.source.is_test:
            left.append(each)
            continue
        tie = _read_tie(each)
        alone = tie is None and not _is_conditional(each.element, each.source.language)
        if _is_registering(each.element, each.source.language) or alone:
            left.append(each)
        elif tie is not None and any(
            reaches(tie, source, territory, codebase) for source in territory.sources
        ):
            ties[tie] = None
            left.append(each)
        else:
            left.append(replace(each, kept=True, uses=True, reason="uses it and is not its own"))
    return replace(territory, left=tuple(left), ties=tuple(ties))


def reaches(tie: Tie, source: Source, territory: Territory, codebase: Codebase) -> bool:
    """Whether what is copied of the file needs the declaration."""
    pattern = find_reach(tie, source, codebase)
    if pattern is None:
        return False
    spans = [each.span for each in territory.slices if each.source is source]
    if source in territory.files:
        spans = [(0, len(source.text))]
    return any(pattern.search(source.text[start:end]) for start, end in spans)


def _read_tie(left: LeftMention) -> Tie | None:
    """The declaration around the use; None at module level, where no name stands for it."""
    layout = read_layout(left.source.root, left.source.language)
    at = layout.index_of(left.element)
    names = declared_names(layout.items[at].element, left.source.language) if at is not None else ()
    if not names:
        return None
    return Tie(name=names[0], path=left.source.path)


def find_reach(tie: Tie, source: Source, codebase: Codebase) -> re.Pattern[str] | None:
    """How the file would name the declaration; None = it cannot."""
    if source.path == tie.path:
        return re.compile(rf"(?<![\w.]){re.escape(tie.name)}\b")
    separator = codebase.language.imports.separator
    names = []
    for name, imported in source.imports.items():
        if codebase.resolve_module(source.path, imported.module) == tie.path and (
            imported.original == tie.name
        ):
            names.append(re.escape(name))
        joined = imported.module.rstrip(separator) + separator + imported.original
        modules = (imported.module, joined) if not imported.listed else (joined,)
        if tie.path in (codebase.resolve_module(source.path, each) for each in modules):
            names.append(rf"{re.escape(name)}\.{re.escape(tie.name)}")
    return re.compile(rf"(?<![\w.])(?:{'|'.join(names)})\b") if names else None


def _is_conditional(leaf: Element, language: LanguageFormat) -> bool:
    return any(above.kind in language.branches for above in leaf.ancestors())


def _is_registering(leaf: Element, language: LanguageFormat) -> bool:
    """Whether the use is listed, or given to a call that is a statement of its own."""
    arguments = {shape.kind: shape for shape in language.calls}
    below = leaf
    for above in leaf.ancestors():
        if above.kind in (*language.collections, *language.mappings):
            return True
        if above.kind in language.blocks:
            return unwrap(below, language).kind in arguments and below is not leaf and _is_given(
                leaf, unwrap(below, language), language
            )  # fmt: skip
        below = above
    return False


def _is_given(leaf: Element, call: Element, language: LanguageFormat) -> bool:
    shape = next(each for each in language.calls if each.kind == call.kind)
    given = call.labels.get(shape.value)
    return given is not None and given.start <= leaf.start < given.end
