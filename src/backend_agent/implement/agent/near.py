"""Why a text was not found in a file: the nearest place, and the first line where they part."""

from __future__ import annotations

SHOWN = 160
LARGEST = 20_000
"""Lines of a file in which the nearest place is still looked for."""


def explain_absence(text: str, old: str, new: str) -> str:
    """One sentence or three that say what to quote instead; the first that is true of: it is done
    already, tabs were quoted as spaces, it parts from the nearest place at this line."""
    if new.strip() and text.count(new) == 1:
        at = text.count("\n", 0, text.index(new)) + 1
        return f"old_string is not in the file, and new_string is there already (line {at})"
    lines = text.replace("\r\n", "\n").split("\n")
    wanted = old.replace("\r\n", "\n").strip("\n").split("\n")
    told = "old_string is not in the file"
    if _is_tabbed(lines) and any(line.startswith("  ") for line in wanted):
        told += "; the file indents with tabs and old_string with spaces"
    place = _nearest(lines, wanted)
    if place is None:
        return f"{told}, nor anything like it; read the file again"
    for step, want in enumerate(wanted):
        have = lines[place + step] if place + step < len(lines) else None
        if have is None:
            return f"{told}; the file ends at line {len(lines)}, before `{_cut(want)}`"
        if have.rstrip() != want.rstrip():
            return (
                f"{told}; nearest is line {place + 1}, and they part at line {place + step + 1}:"
                f" the file has `{_cut(have)}`, old_string has `{_cut(want)}`"
            )
    return f"{told}; nearest is line {place + 1}"


def _is_tabbed(lines: list[str]) -> bool:
    return any(line.startswith("\t") for line in lines)


def _nearest(lines: list[str], wanted: list[str]) -> int | None:
    """The first line of the window that shares most lines, but for space, with what is wanted."""
    if len(lines) > LARGEST:
        return None
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.strip():
            places.setdefault(line.strip(), []).append(at)
    votes: dict[int, int] = {}
    for step, line in enumerate(wanted):
        # A line that is everywhere says nothing of where.
        for at in places.get(line.strip(), ())[:50]:
            votes[at - step] = votes.get(at - step, 0) + 1
    if not votes:
        return None
    best = max(votes, key=lambda start: (votes[start], -start))
    return max(best, 0)


def _cut(line: str) -> str:
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
