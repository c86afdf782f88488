"""Replaces text in a file by tiers, each of which must find exactly one place, or says why not.

The tiers, nearest first: as written · other line ends · trailing space · typographic punctuation ·
one indentation more or less throughout. A tier that ignores something puts it back: lines that the
replacement keeps stay byte for byte as the file has them, and a re-indented match re-indents what
replaces it. Nothing is guessed: two places are none, and tabs are never taken for spaces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from backend_agent.implement.agent.near import explain_absence

Key = Callable[[str], str]
PUNCTUATION = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The whole text after the replacement, the first line that changed, and the tier that matched."""

    text: str
    line: int
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEdited:
    """Why nothing was replaced and what to do; `already` where the text is as it would be afterwards."""

    reason: str
    already: bool = False


def replace_text(text: str, old: str, new: str, *, everywhere: bool = False) -> Edited | NotEdited:
    """`text` with the one place that reads `old` reading `new`; with `everywhere` each exact place."""
    if not old.strip():
        return NotEdited(
            reason="old_string holds no text, so it has no place; quote the lines to replace,"
            " or use Write for a new file"
        )
    if old == new:
        return NotEdited(reason="old_string and new_string are the same: nothing would change")
    count = text.count(old)
    if everywhere and count:
        return Edited(
            text=text.replace(old, new), line=_line_at(text, text.index(old)), tier="exact"
        )
    if count > 1:
        return _ambiguous(text, old, count)
    if count == 1 and _stands_already(text, old, new):
        line = _line_at(text, text.index(old))
        return NotEdited(reason=f"new_string stands there already (line {line})", already=True)
    if count == 1:
        return _replace_exactly(text, old, new)
    lines = _split(text)
    wanted, put = _pair(old, new)
    for tier, key in TIERS:
        places = _find(lines, wanted, key)
        if len(places) == 1:
            return _replace_lines(lines, places[0], wanted, put, tier)
        if places:
            return _ambiguous_lines([place + 1 for place in places])
    return _reindent(lines, wanted, put) or NotEdited(
        reason=explain_absence(text, old, new), already=_is_done(text, new)
    )


def _stands_already(text: str, old: str, new: str) -> bool:
    """Whether `new`, which keeps `old`, reads around its place already: done twice is done once."""
    start = text.index(old) - new.find(old)
    return old in new and start >= 0 and text.startswith(new, start)


def _replace_exactly(text: str, old: str, new: str) -> Edited:
    """As written. A single line that was matched behind its indentation gives it to the lines after it."""
    at = text.index(old)
    start = text.rfind("\n", 0, at) + 1
    before = text[start:at]
    put = new
    if before and not before.strip() and "\n" not in old and "\n" in new:
        first, *rest = new.split("\n")
        if any(line.strip() and not line.startswith(before) for line in rest):
            put = "\n".join([first, *(before + line if line.strip() else line for line in rest)])
    if "\r\n" in text and "\r\n" not in old and "\n" not in text.replace("\r\n", ""):
        put = put.replace("\r\n", "\n").replace("\n", "\r\n")
    return Edited(
        text=text[:at] + put + text[at + len(old) :], line=_line_at(text, at), tier="exact"
    )


def _pair(old: str, new: str) -> tuple[list[str], list[str]]:
    """Both as lines without their ends; a line end that closes `old` closes `new` too."""
    old, new = (each.replace("\r\n", "\n") for each in (old, new))
    if old.endswith("\n"):
        old = old[:-1]
        new = new.removesuffix("\n")
    return old.split("\n"), new.split("\n") if new else []


def _split(text: str) -> list[str]:
    """Lines with their ends; only line feeds end a line, alone or behind a carriage return."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def _end(line: str) -> str:
    return line[len(_bare(line)) :]


def _find(lines: list[str], wanted: list[str], key: Key) -> list[int]:
    have = [key(_bare(line)) for line in lines]
    want = [key(line) for line in wanted]
    if not any(want):
        return []
    size = len(want)
    return [at for at in range(len(have) - size + 1) if have[at : at + size] == want]


TIERS: tuple[tuple[str, Key], ...] = (
    ("line ends", str),
    ("trailing space", str.rstrip),
    ("punctuation", lambda line: line.translate(PUNCTUATION).rstrip()),
)


def _replace_lines(
    lines: list[str], at: int, wanted: list[str], put: list[str], tier: str
) -> Edited:
    there = lines[at : at + len(wanted)]
    usual = next((_end(line) for line in (*there, *lines) if _end(line)), "\n")
    made: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, wanted, put, autojunk=False).get_opcodes():
        made += there[a:b] if kind == "equal" else [line + usual for line in put[c:d]]
    if made:
        made = [line if _end(line) else line + usual for line in made[:-1]] + made[-1:]
        made[-1] = _bare(made[-1]) + _end(there[-1])
    whole = "".join((*lines[:at], *made, *lines[at + len(wanted) :]))
    return Edited(text=whole, line=at + 1, tier=tier)


def _reindent(lines: list[str], wanted: list[str], put: list[str]) -> Edited | NotEdited | None:
    """The one place that reads the same but for one and the same indentation before every line."""
    places = []
    for at in range(len(lines) - len(wanted) + 1):
        shift = _shift([_bare(line) for line in lines[at : at + len(wanted)]], wanted)
        if shift is not None:
            places.append((at, shift))
    if len(places) > 1:
        return _ambiguous_lines([at + 1 for at, _ in places])
    if not places:
        return None
    at, (add, drop) = places[0]
    if any(line.strip() and not line.startswith(drop) for line in put):
        return NotEdited(
            reason=f"old_string is indented deeper than line {at + 1} of the file, and new_string is"
            " not everywhere; quote the lines with the file's own indentation"
        )
    moved = [_move(line, add, drop) for line in wanted]
    shifted = [_move(line, add, drop) for line in put]
    return _replace_lines(lines, at, moved, shifted, "indentation")


def _move(line: str, add: str, drop: str) -> str:
    return add + line.removeprefix(drop) if line.strip() else line.strip()


def _shift(there: list[str], wanted: list[str]) -> tuple[str, str] | None:
    """What every line of `wanted` has too little and too much in front; None where they differ more."""
    found: tuple[str, str] | None = None
    for have, want in zip(there, wanted, strict=True):
        have, want = (each.translate(PUNCTUATION).rstrip() for each in (have, want))
        if not have or not want:
            if have != want:
                return None
            continue
        if have.endswith(want):
            step = (have[: len(have) - len(want)], "")
        elif want.endswith(have):
            step = ("", want[: len(want) - len(have)])
        else:
            return None
        if step[0].strip() or step[1].strip() or (found is not None and step != found):
            return None
        found = step
    return found


def _ambiguous(text: str, old: str, count: int) -> NotEdited:
    at, lines = -1, []
    for _ in range(min(count, 5)):
        at = text.index(old, at + 1)
        lines.append(_line_at(text, at))
    return _ambiguous_lines(lines, count)


def _ambiguous_lines(lines: list[int], count: int = 0) -> NotEdited:
    told = ", ".join(map(str, lines[:5]))
    return NotEdited(
        reason=f"old_string fits {count or len(lines)} places (lines {told}); quote more lines around"
        " the one that is meant, or set replace_all"
    )


def _is_done(text: str, new: str) -> bool:
    return bool(new.strip()) and text.count(new) == 1


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
