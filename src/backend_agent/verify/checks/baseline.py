"""The same checks before the change: run once for each tree, and what is new since then."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from backend_agent.values.errors import InputError
from backend_agent.values.verification import Finding, Outcome
from backend_agent.verify.checks.outcome_json import dump_outcome, parse_outcome
from backend_agent.verify.checks.planned import PlannedCheck, is_cut_short, kind_of
from backend_agent.world.files import ensure_folder, hash_bytes, read_file, write_atomic

# A later form of the outcomes or of the readers must not read what an earlier one kept.
FORM = "1"
NUMBERS = re.compile(r"\d+")


def baseline_key(
    check: PlannedCheck, tree_id: str, versions: str, settings: tuple[str, ...]
) -> str:
    """The name under which a check's outcome on a tree is kept: tree, command, tools, settings."""
    commands = "\n".join(" ".join((*step.argv, step.reader)) for step in check.steps if step.here)
    parts = (FORM, tree_id, check.check, check.cwd, commands, versions, *settings)
    return hash_bytes("\0".join(parts).encode())[:40]


def find_kept(folder: Path, key: str) -> Outcome | None:
    """The kept outcome, or None: not run yet, or not readable."""
    path = folder / f"{key}.json"
    if not path.is_file():
        return None
    try:
        return parse_outcome(read_file(path).decode())
    except (InputError, ValueError, TypeError, KeyError):
        return None


def keep_outcome(folder: Path, key: str, outcome: Outcome) -> None:
    """Keep it, unless it was skipped (what was in the way may be gone the next time) or cut short."""
    if outcome.status != "skipped" and not is_cut_short(outcome):
        write_atomic(ensure_folder(folder) / f"{key}.json", dump_outcome(outcome).encode())


def mark_known(after: Outcome, before: Outcome | None) -> Outcome:
    """The outcome with its findings marked where the baseline had them; lines may have moved.

    `known_before` only where it failed before too and nothing is new."""
    if before is None:
        return after
    left = Counter(map(_key, before.findings))
    findings = []
    for finding in after.findings:
        known = left[_key(finding)] > 0
        left[_key(finding)] -= known
        findings.append(replace(finding, known_before=known))
    marked = replace(after, findings=tuple(findings))
    if after.status != "failed" or before.status != "failed":
        return marked
    if findings:
        same = all(finding.known_before for finding in findings)
    else:
        same = _flatten(after.excerpt) == _flatten(before.excerpt) and (
            after.exit_code == before.exit_code
        )
    reason = f"{after.reason} (as before the change)" if same else after.reason
    return replace(marked, known_before=same, reason=reason)


def tell_losses(after: Outcome, before: Outcome | None) -> str:
    """What the change hides or adds unasked: tests that are newly skipped or no longer there, new
    warnings of a linter or a type checker; "" for none."""
    if before is None or before.status == "skipped" or after.status == "skipped":
        return ""
    if kind_of(after.check) != "test":
        new = sum(each.severity == "warning" for each in after.new_findings)
        return f"{new} new warning{'s' if new > 1 else ''}" if new else ""
    skipped = after.counts.skipped - before.counts.skipped
    if skipped > 0:
        return f"{skipped} more skipped than before"
    lost = before.counts.examined - after.counts.examined
    return f"{lost} fewer ran than before" if lost > 0 else ""


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.source, finding.path, NUMBERS.sub("#", finding.message)


def _flatten(text: str) -> str:
    """Without numbers and folders, which differ between two runs of the same fault."""
    return NUMBERS.sub("#", re.sub(r"(?:/[\w.@+-]+)+/", "", text))
