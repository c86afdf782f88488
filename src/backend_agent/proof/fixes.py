"""Proves fixes: from `before/` to `after/` to the byte, and a second time nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.implement.fixes import fix_findings
from backend_agent.mending import open_reviewer
from backend_agent.proof.recipes import compare_trees
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.changes import ChangeSet
from backend_agent.values.fix import FixFormat
from backend_agent.values.proof import Proof
from backend_agent.values.task import FixFindings
from backend_agent.values.verification import Finding
from backend_agent.world.tree import FolderTree, OverlayTree, Tree

FOLDER = "cases/fix/"


def prove_fixes(scope: Scope) -> Proof:
    """Every fix has a case in `cases/fix/` beside it; what one leaves unmended stands in `after/` as it
    stood before."""
    documents = scope.documents(FixFormat)
    findings: list[Finding] = []
    proved = 0
    for document in documents:
        tree = scope.catalog.files(document)
        folder = document.path.rpartition("/")[0]
        paths = [path.removeprefix(FOLDER) for path in tree.paths() if path.startswith(FOLDER)]
        cases = sorted({path.split("/")[0] for path in paths})
        if not cases:
            findings.append(find_fault("fixes", document.path, f"needs a case in {FOLDER}"))
        for case in cases:
            proved += 1
            root = document.folder / FOLDER / case
            parts = [_part(root, case, part, paths) for part in ("before", "after")]
            findings += [
                find_fault("fixes", f"{folder}/{FOLDER}{case}", fault)
                for fault in _judge(document.name, parts[0], parts[1], scope.catalog)
            ]
    absent = "" if proved or not documents else "the cases are not in this installation"
    return Proof(subject="fixes", proved=proved, findings=tuple(findings), absent=absent)


def apply_fixes(rule: str, tree: Tree, catalog: Catalog) -> ChangeSet:
    """What the fixes of one rule change in a case."""
    component = detect_stack(tree, catalog).components[0]
    operation = FixFindings(rules=(rule,))
    application = read_application(tree, component, catalog)
    reviewer = open_reviewer(catalog)
    return fix_findings(tree, component, application, catalog, operation, reviewer)


def _judge(rule: str, before: Tree, after: Tree, catalog: Catalog) -> Iterator[str]:
    made = apply_fixes(rule, before, catalog)
    if not made.changes:
        yield "nothing is mended"
    result = OverlayTree(before, made.changes)
    yield from compare_trees(result, after)
    if apply_fixes(rule, result, catalog).changes:
        yield "a second application is not without effect"


def _part(root: Path, case: str, part: str, paths: list[str]) -> FolderTree:
    prefix = f"{case}/{part}/"
    inside = (path.removeprefix(prefix) for path in paths if path.startswith(prefix))
    return FolderTree(root / part, inside)
