"""Proves the rules: each fires exactly on the lines that its cases mark, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.catalog import Catalog, Document
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.proof import Proof
from backend_agent.values.rule import Rule
from backend_agent.values.verification import Finding
from backend_agent.verify.review import find_in_text, review_whole
from backend_agent.world.tree import MemoryTree, Tree, read_text

# Below `cases/fix/` lie the proofs of the rule's fixes.
CASES = re.compile(r"cases/(?!fix/)")
MARK = re.compile(r"expect: ([\w-]+)")
# Where a comment cannot stand at the end of a line it stands above it.
MARK_ALONE = re.compile(r"\s*(#|//|--|;)\s*expect: [\w-]+\s*")


def prove_rules(scope: Scope) -> Proof:
    """`cases/bad*` beside a rule mark each finding by `expect: <rule>`, on its line or alone above it;
    `cases/good*` hold none. A folder there is a whole little repository, for a rule that asks of more
    than one file."""
    findings: list[Finding] = []
    proved = 0
    documents = scope.documents(Rule)
    for document in documents:
        tree = scope.catalog.files(document)
        cases = _list_cases(tree)
        kinds = {name[:3] for name in cases}
        if cases and not {"bad", "goo"} <= kinds:
            message = "needs a case that is bad and one that is good"
            findings.append(find_fault("rules", document.path, message))
        for name, files in cases.items():
            proved += 1
            for path, wanted, found in _judge_case(document, name, files, scope.catalog):
                place = f"{document.path.rpartition('/')[0]}/cases/{path}"
                findings += _compare_lines(place, wanted, found)
    absent = "" if proved or not documents else "the cases are not in this installation"
    return Proof(subject="rules", proved=proved, findings=tuple(findings), absent=absent)


def _list_cases(tree: Tree) -> dict[str, dict[str, str]]:
    """Each file or folder of `cases/`, with the texts in it by their paths from there."""
    cases: dict[str, dict[str, str]] = {}
    for path in tree.paths():
        if CASES.match(path):
            within = path.removeprefix("cases/")
            cases.setdefault(within.partition("/")[0], {})[within] = read_text(tree, path)
    return cases


def _judge_case(
    document: Document[Rule], name: str, files: dict[str, str], catalog: Catalog
) -> Iterator[tuple[str, set[int], set[int]]]:
    """Of each file its path, the lines that are marked, and those that are found."""
    if name in files:
        found = find_in_text(document.value, document.name, name, files[name])
        yield name, _list_marks(files[name], document.name), {each.line for each in found}
        return
    tree = MemoryTree({path.removeprefix(f"{name}/"): files[path].encode() for path in files})
    report = review_whole(
        tree,
        detect_stack(tree, catalog).components,
        lambda component: read_application(tree, component, catalog),
        catalog,
        only=document.name,
    )
    for path, text in files.items():
        place = path.removeprefix(f"{name}/")
        lines = {each.line for each in report.findings if each.path == place}
        yield path, _list_marks(text, document.name), lines


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
