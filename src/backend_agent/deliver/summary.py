"""The few lines a terminal or a hook shows: quiet when green, the first useful lines when red."""

from __future__ import annotations

import re

from backend_agent.deliver.claim import settle_claim
from backend_agent.deliver.wording import say_reason, say_skipped
from backend_agent.values.delivery import Delivery
from backend_agent.values.verification import Outcome

MOST_FINDINGS = 5
MOST_EXCERPT = 12
MOST_STEPS = 4
LONGEST_LINE = 160
NO_REASON = "no reason was recorded"


def summary_text(delivery: Delivery) -> str:
    """Plain text, no colour. The first line is the verdict's; then files, what failed, what did
    not run, what remains, and the next command."""
    claim = settle_claim(delivery.verdict, delivery.headline, delivery.verification)
    lines = [claim.headline]
    if delivery.files:
        added = sum(file.added for file in delivery.files)
        removed = sum(file.removed for file in delivery.files)
        branch = f", branch {delivery.branch}" if delivery.branch else ""
        lines.append(f"{len(delivery.files)} files, +{added} -{removed}{branch}")
    elif delivery.changes.already:
        lines.append(f"nothing to do: {', '.join(delivery.changes.already)} is there already")
    for outcome in delivery.verification.outcomes:
        if outcome.fails_newly:
            lines += _failure_lines(outcome)
        elif outcome.status == "skipped" and outcome.required:
            lines.append(
                f"{say_skipped(outcome)}: {outcome.title}: {say_reason(outcome) or NO_REASON}"
            )
    for refusal in delivery.changes.refusals:
        place = f" ({refusal.path}:{refusal.line})" if refusal.path else ""
        lines.append(f"refused: {refusal.subject}{place}: {refusal.reason}")
    lines += [f"next: {step}" for step in delivery.next_steps[:MOST_STEPS]]
    return "\n".join([_printable(lines[0]), *(_shorten(_printable(line)) for line in lines[1:])])


def _failure_lines(outcome: Outcome) -> list[str]:
    code = f" (exit code {outcome.exit_code})" if outcome.exit_code is not None else ""
    lines = [f"failed: {outcome.title}{code}" + (f": {outcome.reason}" if outcome.reason else "")]
    new = outcome.new_findings
    for finding in new[:MOST_FINDINGS]:
        place = f"{finding.path}:{finding.line}: " if finding.path else ""
        lines.append(f"  {place}{finding.message}")
    if len(new) > MOST_FINDINGS:
        lines.append(f"  and {len(new) - MOST_FINDINGS} more")
    if not new:
        lines += [f"  {line}" for line in outcome.excerpt.splitlines()[:MOST_EXCERPT]]
    if outcome.log:
        lines.append(f"  log: {outcome.log}")
    return lines


def _printable(line: str) -> str:
    """One line without what a terminal would obey."""
    text = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", line).replace("\t", "    ")
    return "".join(char if char.isprintable() else "�" for char in text)


def _shorten(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
