"""The skill of the review, as the maker of fixes may ask it; and which fixes a red check speaks against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_agent.catalog import Catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.implement import Reviewer
from backend_agent.values.changes import ChangeSet, Refusal
from backend_agent.values.task import FixFindings
from backend_agent.values.verification import Finding, Outcome, Verification
from backend_agent.verify.review import apply_marks, locate_pattern, open_lines, review_whole
from backend_agent.world.tree import Tree

TakenBack = tuple[FixFindings, ChangeSet]
"""What is still to be mended, and the change that does it."""


def open_reviewer(catalog: Catalog) -> Reviewer:
    """The review of whole trees and of single files, with what the code answers for left out."""

    def find(tree: Tree, only: frozenset[str] | None) -> tuple[Finding, ...]:
        components = () if only is not None else detect_stack(tree, catalog).components
        report = review_whole(
            tree,
            components,
            lambda component: read_application(tree, component, catalog),
            catalog,
            files=only,
        )
        return apply_marks(report.findings, open_lines(tree))[0]

    return Reviewer(find=find, locate=locate_pattern)


def blame_fixes(verification: Verification, changes: ChangeSet) -> tuple[str, ...]:
    """The mended files that newly failed checks name; all mended files where they name none."""
    newly = [each for each in verification.outcomes if _speaks_against(each)]
    mended = tuple(each.path for each in changes.changes if each.maker == "fix")
    if not newly:
        return ()
    named = tuple(path for path in mended if any(_names(outcome, path) for outcome in newly))
    return named or mended


def _names(outcome: Outcome, path: str) -> bool:
    found = any(each.path == path for each in outcome.new_findings)
    return found or path in outcome.excerpt


def take_back_fixes(
    fixing: FixFindings,
    failed: Verification,
    changes: ChangeSet,
    propose: Callable[[FixFindings], ChangeSet],
) -> TakenBack:
    """The fixes again, without those in the blamed files; what was taken back is refused with the reason."""
    paths = blame_fixes(failed, changes)
    if changes.indexes_added:
        # The database of the checks has the migration by now, so it is all or nothing.
        paths = tuple(each.path for each in changes.changes if each.maker == "fix")
    titles = ", ".join(each.title for each in failed.outcomes if _speaks_against(each))
    reasons = tuple(
        Refusal(subject=each.purpose, reason=f"taken back: {titles} failed with it", path=each.path)
        for each in changes.changes
        if each.path in paths
    )
    less = replace(fixing, left=(*fixing.left, *(f"*:{path}" for path in paths)))
    known = tuple(each for each in changes.refusals if each.reason.startswith("taken back:"))
    made = propose(less)
    return less, replace(made, refusals=(*made.refusals, *known, *reasons))


def _speaks_against(outcome: Outcome) -> bool:
    return outcome.required and outcome.fails_newly
