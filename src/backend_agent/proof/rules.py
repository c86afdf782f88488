"""Proves the rules: each fires exactly on the lines that its cases mark, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.proof import Proof
from backend_agent.values.rule import Rule
from backend_agent.values.verification import Finding
from backend_agent.verify.review import find_in_text
from backend_agent.world.tree import read_text

MARK = re.compile(r"expect: ([\w-]+)")
# Where a comment cannot stand at the end of a line it stands above it.
MARK_ALONE = re.compile(r"\s*(#|//|--|;)\s*expect: [\w-]+\s*")


def prove_rules(scope: Scope) -> Proof:
    """`cases/bad*` beside a rule mark each finding by `expect: <rule>`, on its line or alone above it;
    `cases/good*` hold none. A rule that asks of the application has no text to be proved on."""
    documents = [each for each in scope.documents(Rule) if not each.value.question]
    findings: list[Finding] = []
    proved = 0
    for document in documents:
        tree = scope.catalog.files(document)
        cases = [path for path in tree.paths() if path.startswith("cases/")]
        kinds = {path.removeprefix("cases/")[:3] for path in cases}
        if cases and not {"bad", "goo"} <= kinds:
            message = "needs a case that is bad and one that is good"
            findings.append(find_fault("rules", document.path, message))
        for path in cases:
            proved += 1
            text = read_text(tree, path)
            found = {each.line for each in find_in_text(document.value, document.name, path, text)}
            wanted = _list_marks(text, document.name)
            place = f"{document.path.rpartition('/')[0]}/{path}"
            findings += _compare_lines(place, wanted, found)
    absent = "" if proved or not documents else "the cases are not in this installation"
    return Proof(subject="rules", proved=proved, findings=tuple(findings), absent=absent)


def _list_marks(text: str, rule: str) -> set[int]:
    return {
        number + bool(MARK_ALONE.fullmatch(line))
        for number, line in enumerate(text.splitlines(), 1)
        for name in MARK.findall(line)
        if name == rule
    }


def _compare_lines(path: str, wanted: set[int], found: set[int]) -> Iterator[Finding]:
    for line in sorted(wanted - found):
        yield find_fault("rules", path, "the rule must fire here, and does not", line)
    for line in sorted(found - wanted):
        yield find_fault("rules", path, "the rule fires where nothing is marked", line)
