"""The edits of one fix at one finding: where its form fits, what is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from backend_agent.implement.fixes.brackets import add_elements
from backend_agent.implement.fixes.parameters import make_parameters
from backend_agent.implement.fixes.reviewer import Reviewer
from backend_agent.syntax.edits import Edit
from backend_agent.syntax.names import style_words
from backend_agent.syntax.nouns import split_words
from backend_agent.values.fix import Fix, Located
from backend_agent.values.rule import Rule, RulePattern
from backend_agent.values.verification import Finding

UPPER = re.compile(r"\$upper\(([\w,]+)\)")
NAME = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_]\w*)\}|(?P<plain>[A-Za-z_]\w*))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The edits of one fix in one file, and what it brings along, with captures put in."""

    fix: Fix
    edits: tuple[Edit, ...]
    imports: tuple[str, ...]
    settings: tuple[str, ...]


def find_edits(
    fix: Fix, rule: Rule, language: str, text: str, finding: Finding, reviewer: Reviewer
) -> Mended | None:
    """What the fix does for the finding of the rule in `text`; None where it does not fit there."""
    if fix.files and not re.search(fix.files, finding.path):
        return None
    if fix.holding and not re.search(fix.holding, text, re.MULTILINE):
        return None
    if fix.unless and re.search(fix.unless, text, re.MULTILINE):
        return None
    if fix.create:
        return Mended(fix=fix, edits=(), imports=(), settings=fix.settings)
    edits: list[Edit] = []
    brought: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for match in _find_matches(fix, rule, language, text, finding.line, reviewer):
        found = _edit_match(fix, match, language, text)
        if found:
            edits.extend(found)
            brought.append(
                (
                    tuple(fill(each, match, text) for each in fix.imports),
                    tuple(fill(each, match, text) for each in fix.settings),
                )
            )
    if not edits:
        return None
    return Mended(
        fix=fix,
        edits=tuple(edits),
        imports=tuple(dict.fromkeys(each for imports, _ in brought for each in imports)),
        settings=tuple(dict.fromkeys(each for _, settings in brought for each in settings)),
    )


def _find_matches(
    fix: Fix, rule: Rule, language: str, text: str, line: int, reviewer: Reviewer
) -> list[Located]:
    def locate(patterns: tuple[RulePattern, ...]) -> list[Located]:
        found = [each for one in patterns for each in reviewer.locate(one, text, language)]
        return sorted(found, key=lambda each: (each.start, -each.end))

    matches = locate((fix.find,) if fix.find else _own_patterns(rule))
    if fix.anywhere:
        return matches[-1:]
    if begun := _apart(each for each in matches if each.first == line):
        return begun
    around = [each for each in matches if each.first <= line <= each.last]
    if around:
        return [min(around, key=lambda each: each.end - each.start)]
    whole = next((each for each in locate(_own_patterns(rule)) if each.first == line), None)
    return _apart(
        each for each in matches if whole and whole.start <= each.start and each.end <= whole.end
    )


def _apart(matches: Iterable[Located]) -> list[Located]:
    """Without those inside of one before."""
    kept: list[Located] = []
    for match in matches:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _own_patterns(rule: Rule) -> tuple[RulePattern, ...]:
    return tuple(each for each in rule.patterns if not (each.absent or each.beside or each.across))


def _edit_match(fix: Fix, match: Located, language: str, text: str) -> list[Edit]:
    start, end = match.start, match.end
    if fix.of:
        part = match.capture(fix.of)
        if part is None:
            return []
        start, end = part.start, part.end
    if fix.parameters is not None:
        made = make_parameters(text, language, match, start, end, fix.parameters)
        behind = match.end if fix.parameters.outside else end
        return (
            [
                Edit(start=start, end=end, text=made.text),
                Edit(start=behind, end=behind, text=made.given),
            ]
            if made
            else []
        )
    if fix.elements:
        elements = tuple(fill(each, match, text) for each in fix.elements)
        added = add_elements(text, language, start, end, elements)
        return [added] if added else []
    edits = []
    if fix.before:
        edits.append(Edit(start=start, end=start, text=fill(fix.before, match, text)))
    if fix.replace is not None:
        edits.append(Edit(start=start, end=end, text=fill(fix.replace, match, text)))
    if fix.after:
        edits.append(Edit(start=end, end=end, text=fill(fix.after, match, text)))
    return edits


def fill(template: str, match: Located, text: str) -> str:
    """The template with captures put in: `$NAME` or `${NAME}` as it stands, `$upper(A,B)` as A_NAME of them."""

    def captured(name: str) -> str | None:
        part = match.capture(name)
        return text[part.start : part.end] if part else None

    def upper(found: re.Match[str]) -> str:
        words: tuple[str, ...] = ()
        for name in found[1].split(","):
            more = split_words(captured(name) or "")
            words = more if more[: len(words)] == words else words + more
        return style_words(words, "upper") if words else found[0]

    def plain(found: re.Match[str]) -> str:
        words = captured(found["braced"] or found["plain"])
        return found[0] if words is None else words

    return NAME.sub(plain, UPPER.sub(upper, template))
