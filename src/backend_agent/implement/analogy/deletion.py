"""Takes items out of a block or a list, with what stands between them and their neighbours."""

from __future__ import annotations

from backend_agent.implement.analogy.assemble import replace_text
from backend_agent.implement.analogy.layout import Layout
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.edits import Edit
from backend_agent.values.changes import FileChange, Refusal
from backend_agent.values.language import LanguageFormat


def delete_items(layout: Layout, places: frozenset[int], language: LanguageFormat) -> list[Edit]:
    """The edits that leave the layout without the items at these places; what stays is untouched."""
    items = layout.items
    edits: list[Edit] = []
    for first, last in _runs(places):
        if first > 0:
            edits.append(Edit(start=items[first - 1].tail, end=items[last].tail, text=""))
        elif last + 1 < len(items):
            edits.append(Edit(start=items[0].lead, end=items[last + 1].lead, text=""))
        else:
            empty = language.empty_block if layout.is_block else ""
            end = items[last].tail if layout.is_block else _list_end(layout)
            edits.append(Edit(start=items[0].lead, end=end, text=empty))
    return edits


def cut_text(source: Source, text: str, codebase: Codebase, purpose: str) -> FileChange | Refusal:
    """The file with what is left of it."""
    change = replace_text(source, text, codebase, purpose)
    if change is not None:
        return change
    reason = "what was left does not parse, or the file is not UTF-8"
    return Refusal(subject=source.path, reason=reason, path=source.path, line=1)


def _runs(places: frozenset[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at in sorted(places):
        if runs and runs[-1][1] + 1 == at:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _list_end(layout: Layout) -> int:
    """With the comma behind the last item of a list that becomes empty."""
    end = layout.items[-1].tail
    rest = layout.source[end : layout.container.end]
    return end + 1 + rest.index(",") if rest.lstrip().startswith(",") else end
