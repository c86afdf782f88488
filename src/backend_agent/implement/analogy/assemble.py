"""Puts the usable parts together: new files, insertions into shared ones, imports in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend_agent.implement.analogy.align import align_like, hangs_lists
from backend_agent.implement.analogy.binding import ImportedName
from backend_agent.implement.analogy.draft import Draft, Part
from backend_agent.implement.analogy.fold import fold_prose
from backend_agent.implement.analogy.imports import (
    add_need,
    drop_unused,
    group_statements,
    is_sorted,
    module_key,
    names_of,
    sort_like,
    sorted_run,
    statement_key,
    write_names,
)
from backend_agent.implement.analogy.judge import Judgement, is_already
from backend_agent.implement.analogy.layout import Layout, read_layout, unwrap
from backend_agent.implement.analogy.paths import rename_module, target_path
from backend_agent.implement.analogy.scope import Transplant, is_own_module
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.wrap import fit_like
from backend_agent.syntax.compiled import find_own_fault
from backend_agent.syntax.edits import Edit, apply_edits, line_end, line_indent
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import rename_identifier
from backend_agent.syntax.tree import Fault, find_faults, parse_source
from backend_agent.values.changes import FileChange, Refusal
from backend_agent.values.language import ImportNeed
from backend_agent.world.tree import BOM

MAKER = "analogy"


def replace_text(source: Source, text: str, codebase: Codebase, purpose: str) -> FileChange | None:
    """The file with `text` in the place of its own; None where that does not parse, or where the
    file is not UTF-8 and writing it back would damage it."""
    raw = codebase.tree.read_bytes(source.path)
    mark = BOM if raw.startswith(BOM) else b""
    if _list_faults(text, source) or mark + source.text.encode() != raw:
        return None
    return FileChange(
        path=source.path, before=raw, after=mark + text.encode(), purpose=purpose, maker=MAKER
    )


def assemble_changes(
    draft: Draft, judgement: Judgement, width: int
) -> tuple[tuple[FileChange, ...], tuple[Refusal, ...]]:
    """New files first, then changed ones, each parsed again; one that does not parse is refused."""
    changes: list[FileChange] = []
    refusals: list[Refusal] = []
    transplant = draft.transplant
    for path, parts in draft.files.items():
        usable = [part for part in parts if part.refusal is None]
        spoken = any(_is_substance(part) for part in usable) or not parts
        if path in judgement.already or path in judgement.blocked or not spoken:
            continue
        target = target_path(path, transplant)
        source = transplant.codebase.source(path)
        text = _write_file(path, usable, draft, width)
        purpose = f"made like {path}"
        _keep(changes, refusals, target, None, text, source, purpose, transplant)
    for path, text in _write_shared(draft, judgement, width).items():
        source = transplant.codebase.source(path)
        if text != source.text:
            purpose = f"the {' '.join(transplant.noun.singular)} is made known"
            _keep(changes, refusals, path, source, text, source, purpose, transplant)
    return tuple(changes), tuple(refusals)


def _is_substance(part: Part) -> bool:
    """More than an import or the text at a file's head."""
    kind = unwrap(part.element, part.source.language).kind
    return not part.is_import and kind not in part.source.language.literals


def _keep(
    changes: list[FileChange],
    refusals: list[Refusal],
    path: str,
    before: Source | None,
    text: str,
    like: Source,
    purpose: str,
    transplant: Transplant,
) -> None:
    faults = _list_faults(text, like)
    if faults:
        refusals.append(
            Refusal(
                subject=path, reason="what was written does not parse, so it was dropped",
                path=path, line=faults[0].line, snippet=faults[0].text,
            )
        )  # fmt: skip
        return
    raw = transplant.codebase.tree.read_bytes(like.path)
    mark = BOM if raw.startswith(BOM) else b""
    if mark + like.text.encode() != raw:
        known = set(like.text.splitlines())
        refusals.append(
            Refusal(
                subject=path,
                reason=f"{like.path} is not UTF-8, and a copy would damage it",
                path=like.path,
                line=1,
                snippet="\n".join(line for line in text.splitlines() if line not in known),
            )
        )
        return
    changes.append(
        FileChange(
            path=path, before=raw if before is not None else None,
            after=mark + text.encode(), purpose=purpose, maker=MAKER,
            like=like.path if before is None else "",
        )
    )  # fmt: skip


def _list_faults(text: str, like: Source) -> tuple[Fault, ...]:
    """What cannot be read in a text that was made like another one, which can."""
    faults = find_faults(parse_source(text, like.grammar))
    own = find_own_fault(text, like.grammar)
    if own is None or find_own_fault(like.text, like.grammar) is not None:
        return faults
    return (*faults, own)


def _write_file(path: str, usable: list[Part], draft: Draft, width: int) -> str:
    source = draft.transplant.codebase.source(path)
    head, tail = draft.frames[path]
    if not usable:
        return head + tail
    text = (
        head
        + "".join((part.gap if at else "") + part.text for at, part in enumerate(usable))
        + tail
    )
    swaps, style = draft.transplant.swaps, draft.transplant.styles.name
    text = drop_unused(text, source, width, lambda name: rename_identifier(name, swaps, style))
    for need in _needs(usable):
        text = add_need(text, need, source, width)
    return _fit(sort_like(text, source, width), source, width, "", draft)


def _fit(text: str, source: Source, width: int, before: str, draft: Draft) -> str:
    """New lines laid out as the exemplar's are; those of `before` are somebody else's."""
    parts = {part.source.path: part.source for part in draft.parts()}
    text = fold_prose(text, source, width, before)
    if hangs_lists(parts.values()):
        return align_like(text, source, width, before)
    return fit_like(text, source, width, before)


def _needs(parts: Iterable[Part]) -> list[ImportNeed]:
    return list(dict.fromkeys(need for part in parts for need in part.imports))


def _write_shared(draft: Draft, judgement: Judgement, width: int) -> dict[str, str]:
    """The new text of every shared file that gets a slice or an import."""
    texts: dict[str, str] = {}
    by_path: dict[str, list[Part]] = {}
    for part in draft.slices:
        if part.refusal is None and not is_already(part, judgement):
            by_path.setdefault(part.source.path, []).append(part)
    reexports: dict[str, list[str]] = {}
    for source, name in draft.transplant.territory.reexports:
        reexports.setdefault(source.path, []).append(name)
    for path in sorted({*by_path, *reexports}):
        parts = by_path.get(path, [])
        source = draft.transplant.codebase.source(path)
        edits = [_insertion(part, parts) for part in parts]
        text = apply_edits(source.text, edits)
        wanted = [*_old_names(parts, source), *reexports.get(path, [])]
        for name in dict.fromkeys(wanted):
            text = _add_import(text, source, name, draft, width)
        for need in _needs(parts):
            text = add_need(text, need, source, width)
        texts[path] = _fit(text, source, width, source.text, draft)
    return texts


def _old_names(parts: list[Part], source: Source) -> list[str]:
    """The imported names that the slices use and that become others in the copy."""
    used = set()
    for part in parts:
        if part.slice is not None:
            start, end = part.slice.span
            used |= set(re.findall(r"[A-Za-z_]\w*", source.text[start:end]))
    return [name for name in source.imports if name in used]


def _insertion(part: Part, beside: list[Part]) -> Edit:
    assert part.slice is not None
    layout = read_layout(part.slice.container, part.source.language)
    if part.slice.kind == "element":
        return _element_insertion(part, layout)
    last = layout.items[part.slice.last]
    if part.slice.kind != "declaration":
        return Edit(start=last.tail, end=last.tail, text=layout.default_gap() + part.text)
    end = layout.items[part.run[1]].tail
    leads = all(
        each.slice.first >= part.slice.first
        for each in beside
        if each.slice is not None
        and each.slice.container is part.slice.container
        and each.run == part.run
    )
    gap = _find_gap(part, layout) if leads else layout.gap_after(part.slice.first - 1)
    return Edit(start=end, end=end, text=gap + part.text)


def _find_gap(part: Part, layout: Layout) -> str:
    """What stands between the exemplar's declarations and the first of the new ones."""
    first, last = part.run
    source = part.source.text
    above = layout.items[first - 1].tail if first else None
    gap = source[above : layout.items[first].lead] if above is not None else part.source.eol * 3
    if last + 1 < len(layout.items):
        below = layout.gap_after(last)
        gap = below if below.count("\n") > gap.count("\n") else gap
    return gap


def _element_insertion(part: Part, layout: Layout) -> Edit:
    """Beside the exemplar's element, or in its place where the list is in order."""
    assert part.slice is not None
    texts = [item.element.text.strip("'\"") for item in layout.items]
    gap = layout.gap_after(0) if len(layout.items) > 1 else layout.default_gap()
    at = part.slice.last
    if texts == sorted(texts, key=str.lower) or is_sorted(texts):
        new = part.text.strip("'\"")
        ordered = sorted([*texts, new], key=str.lower)
        at = ordered.index(new) - 1
        if at < 0:
            start = layout.items[0].lead
            return Edit(start=start, end=start, text=part.text + gap)
    end = layout.items[at].tail
    return Edit(start=end, end=end, text=gap + part.text)


def _add_import(text: str, original: Source, name: str, draft: Draft, width: int) -> str:
    """The import of the new name beside the old one's, in every block that imports it: in the same
    list, or a statement like it."""
    transplant = draft.transplant
    new = rename_identifier(name, transplant.swaps, transplant.styles.name)
    for at in range(len(_find_imports(original, name))):
        source = Source(original.path, text, original.language)
        old = _find_imports(source, name)[at]
        if new == name or not _is_own(old, original, transplant):
            return text
        block = old.statement.parent
        beside = [each for each in source.import_statements if each.parent is block]
        if new not in {each.name for one in beside for each in names_of(one, source)}:
            text = _write_import(source, old, new, beside, transplant, width)
    return text


def _find_imports(source: Source, name: str) -> list[ImportedName]:
    return [
        each
        for statement in source.import_statements
        for each in names_of(statement, source)
        if each.name == name
    ]


def _write_import(
    source: Source,
    old: ImportedName,
    new: str,
    beside: list[Element],
    transplant: Transplant,
    width: int,
) -> str:
    own = is_own_module(old.module, source.path, transplant)
    module = _rename_module(old.module, source.path, transplant) if own else old.module
    listed = [each for each in names_of(old.statement, source) if each.listed]
    if module == old.module and listed:
        specifier = old.specifier.text.replace(old.name, new)
        written = [each.specifier.text for each in listed]
        at = written.index(old.specifier.text) + 1
        names = [*written[:at], specifier, *written[at:]]
        return write_names(source, old.statement, names, width)
    for statement in beside:
        there = names_of(statement, source)
        if there and there[0].module == module and statement is not old.statement:
            written = [*(each.specifier.text for each in there), new]
            return write_names(source, statement, written, width)
    return _copy_statement(source, old, old.name, new, module)


def _is_own(old: ImportedName, original: Source, transplant: Transplant) -> bool:
    return transplant.codebase.resolve_module(original.path, old.module) is not None


def _rename_module(module: str, importer: str, transplant: Transplant) -> str:
    exact = rename_module(module, importer, transplant)
    if exact is not None and transplant.language.imports.separator == "/":
        return exact
    separator = transplant.language.imports.separator
    style = transplant.codebase.file_style
    return separator.join(
        rename_identifier(part, transplant.swaps, style) for part in module.split(separator)
    )


def _copy_statement(source: Source, old: ImportedName, name: str, new: str, module: str) -> str:
    statement = old.statement
    end = line_end(source.text, statement.end)
    line = source.text[statement.start : end]
    listed = [each.specifier.text for each in names_of(statement, source)]
    if len(listed) > 1:
        first, last = names_of(statement, source)[0], names_of(statement, source)[-1]
        start, stop = first.specifier.start - statement.start, last.specifier.end - statement.start
        line = line[:start] + new + line[stop:] if "\n" not in line else line
    copied = line.replace(old.module, module, 1)
    copied = re.sub(rf"\b{re.escape(name)}\b", new, copied)
    return apply_edits(source.text, [_sorted_place(source, statement, module, copied)])


def _sorted_place(source: Source, statement: Element, module: str, copied: str) -> Edit:
    """Beside the statement that it is like; at its place in the order where the group has one."""
    top = [each for each in source.import_statements if each.parent is statement.parent]
    group = next(each for each in group_statements(top, source) if statement in each)
    run = sorted_run(group, statement, source)
    new = (statement_key(statement, source)[0], module_key(module, source))
    indent = line_indent(source.text, statement.start)
    if run:
        later = next((each for each in run if statement_key(each, source) > new), None)
        if later is not None:
            return Edit(start=later.start, end=later.start, text=copied + source.eol + indent)
        statement = run[-1]
    offset = line_end(source.text, statement.end)
    return Edit(start=offset, end=offset, text=source.eol + indent + copied)
