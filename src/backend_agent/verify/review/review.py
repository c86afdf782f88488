"""The static self-review of a change, as of somebody else's: rules by data on the touched files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backend_agent.catalog import Catalog, Document
from backend_agent.syntax.tree import parse_source
from backend_agent.values.application import Application
from backend_agent.values.changes import FileChange
from backend_agent.values.rule import Rule
from backend_agent.values.verification import Counts, Finding, Outcome
from backend_agent.verify.review.lines import changed_lines, decode_text
from backend_agent.verify.review.match import match_rule
from backend_agent.verify.review.questions import ask_question
from backend_agent.world.tree import Tree

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

CHECK = "review"
TITLE = "self-review"
LARGEST = 1_000_000
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """`applied` names each rule that looked at something, with the number of files."""

    outcome: Outcome
    applied: tuple[tuple[str, int], ...]


def review_change(
    changes: tuple[FileChange, ...],
    application: Application,
    catalog: Catalog,
    tree: Tree | None = None,
) -> Review:
    """Findings on lines that the change wrote; those on other lines are marked known before, and so
    is in a file made like another one what that one, read from `tree`, has as well.

    `application` is the one after the change.
    """
    findings, applied, files = _find_all(changes, application, catalog)
    examples = tuple(
        FileChange(path=path, before=None, after=tree.read_bytes(path))
        for path in sorted({change.like for change in changes} - {""})
        if tree is not None and tree.exists(path)
    )
    if examples:
        shown, _, _ = _find_all(examples, application, catalog)
        findings = _mark_inherited(findings, shown, {each.path: each.like for each in changes})
    return Review(outcome=_judge(findings, files, len(applied)), applied=tuple(applied.items()))


def _mark_inherited(
    findings: list[Finding], shown: list[Finding], like: dict[str, str]
) -> list[Finding]:
    """Each finding of an example excuses one of the same rule in a file that was made like it."""
    left = Counter((each.path, each.source) for each in shown)
    marked = []
    for finding in findings:
        key = (like.get(finding.path, ""), finding.source)
        if not finding.known_before and left[key]:
            left[key] -= 1
            finding = replace(finding, known_before=True)
        marked.append(finding)
    return marked


def _find_all(
    changes: tuple[FileChange, ...], application: Application, catalog: Catalog
) -> tuple[list[Finding], dict[str, int], int]:
    """The findings, the number of files that each rule looked at, and the number of files."""
    documents = catalog.documents(Rule)
    findings: list[Finding] = []
    applied: dict[str, int] = {}
    files = 0
    for change in changes:
        if change.after is None or len(change.after) > LARGEST or b"\0" in change.after:
            continue
        files += 1
        for document, found in _review_file(change, documents):
            applied[document.name] = applied.get(document.name, 0) + 1
            findings += found
    for document in documents:
        if document.value.question:
            findings += ask_question(document, changes, application, catalog)
            applied[document.name] = files
    return findings, applied, files


def find_in_text(rule: Rule, name: str, path: str, text: str) -> tuple[Finding, ...]:
    """The rule's findings in one file: for proofs of rules."""
    root = parse_source(text, rule.language) if rule.language else None
    return _find(rule, name, path, text, root, frozenset())


def _review_file(
    change: FileChange, documents: tuple[Document[Rule], ...]
) -> Iterator[tuple[Document[Rule], tuple[Finding, ...]]]:
    text = decode_text(change.after)
    written = changed_lines(change)
    trees: dict[str, Node] = {}
    for document in documents:
        rule = document.value
        if not _reads(rule, change.path):
            continue
        if rule.language and rule.language not in trees:
            trees[rule.language] = parse_source(text, rule.language)
        root = trees.get(rule.language)
        found = _find(rule, document.name, change.path, text, root, written)
        if change.before is not None and any(_begins_elsewhere(each, written) for each in found):
            found = _mark_standing(found, written, text, decode_text(change.before), rule)
        yield document, found


def _begins_elsewhere(finding: Finding, written: frozenset[int]) -> bool:
    """Whether the change wrote within it, and not the line that it begins with."""
    return not finding.known_before and finding.line not in written


def _mark_standing(
    found: tuple[Finding, ...], written: frozenset[int], text: str, before: str, rule: Rule
) -> tuple[Finding, ...]:
    """What began with the same line before, and was found there, is known though the change wrote in it."""
    lines, lines_before = text.splitlines(), before.splitlines()
    stood = Counter(
        lines_before[each.line - 1] for each in find_in_text(rule, "", "", before) if each.line
    )
    return tuple(
        replace(each, known_before=True)
        if _begins_elsewhere(each, written) and stood[lines[each.line - 1]]
        else each
        for each in found
    )


def _reads(rule: Rule, path: str) -> bool:
    asks = rule.question or rule.routes or rule.models or rule.application
    if asks or not re.search(rule.files, path):
        return False
    return not (rule.not_files and re.search(rule.not_files, path))


def _find(
    rule: Rule, name: str, path: str, text: str, root: Node | None, written: frozenset[int]
) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            source=name,
            message=rule.message,
            path=path,
            line=place.first,
            standard=rule.standard,
            severity=rule.severity,
            known_before=not written.intersection(range(place.first, place.last + 1)),
        )
        for place in match_rule(rule, text, root)
    )


def _judge(findings: list[Finding], files: int, rules: int) -> Outcome:
    new = [finding for finding in findings if not finding.known_before]
    errors = [finding for finding in new if finding.severity == "error"]
    shown = [f"{each.path}:{each.line}: {each.message} [{each.source}]" for each in new]
    if not files:
        return Outcome(
            check=CHECK,
            title=TITLE,
            status="skipped",
            required=False,
            reason="the change leaves no file of text to review",
        )
    return Outcome(
        check=CHECK,
        title=TITLE,
        status="failed" if errors else "passed",
        required=True,
        reason=f"{rules} rules on {files} files",
        counts=Counts(
            examined=files,
            passed=files - len({finding.path for finding in errors}),
            failed=len(errors),
            warnings=len(new) - len(errors),
        ),
        findings=tuple(sorted(findings, key=lambda each: (each.path, each.line, each.source))),
        excerpt="\n".join(shown[:SHOWN]),
    )
