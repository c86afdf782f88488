"""From what was recorded to a delivery: files with diffs, decisions, what remains, next steps."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from backend_agent.deliver.claim import settle_claim
from backend_agent.deliver.diffs import deliver_file
from backend_agent.deliver.masking import Mask, mask_texts
from backend_agent.deliver.wording import say_reason, say_skipped
from backend_agent.values.agent import PhaseUsage
from backend_agent.values.application import Setting
from backend_agent.values.changes import ChangeSet, Note, Refusal
from backend_agent.values.delivery import Delivery, PhaseTime
from backend_agent.values.plan import Plan
from backend_agent.values.stack import Command, Component, Stack
from backend_agent.values.verification import Outcome, Verdict, Verification

DECISION_KINDS = ("decision", "choice", "permission", "limit", "assumption")
PROGRAM = "backend-agent"


def show_all(text: str) -> str:
    """The mask of a caller that has no secret."""
    return text


def build_delivery(
    *,
    run: str,
    title: str,
    stack: Stack,
    plan: Plan | None,
    changes: ChangeSet,
    verification: Verification,
    branch: str = "",
    new_settings: tuple[Setting, ...] = (),
    times: tuple[PhaseTime, ...] = (),
    created_at: str = "",
    version: str = "",
    usage: tuple[PhaseUsage, ...] = (),
    mask: Mask = show_all,
) -> Delivery:
    """Everything a report says, masked. `run` is the run's id ("" for a change that is no run);
    `new_settings` are read after the change and not before."""
    claim = settle_claim(verification.verdict, verification.headline, verification)
    delivery = Delivery(
        run=run,
        title=title,
        verdict=claim.verdict,
        headline=claim.headline,
        stack=stack,
        plan=plan,
        changes=changes,
        verification=verification,
        files=tuple(deliver_file(change) for change in changes.changes),
        branch=branch,
        decisions=_list_decisions(plan, changes),
        migrations=tuple(_list_migrations(stack, plan, changes)),
        environment=_list_environment(changes, new_settings),
        remains=tuple(_list_remains(plan, changes, verification)),
        next_steps=tuple(_list_next_steps(run, branch, claim.verdict, changes)),
        times=times,
        created_at=created_at,
        version=version,
        usage=usage,
    )
    return mask_texts(delivery, mask)


def _list_decisions(plan: Plan | None, changes: ChangeSet) -> tuple[Note, ...]:
    """What was decided for the user, the weightiest kind first; then what was assumed."""
    notes = [note for note in changes.notes if note.kind in DECISION_KINDS]
    assumed = tuple(
        Note(kind="assumption", text=text) for text in (plan.task.assumptions if plan else ())
    )
    known = {note.text for note in notes}
    ordered = sorted(notes, key=lambda note: DECISION_KINDS.index(note.kind))
    return (*ordered, *(note for note in assumed if note.text not in known))


def _list_migrations(stack: Stack, plan: Plan | None, changes: ChangeSet) -> Iterator[str]:
    """Commands the user runs where the service lives."""
    if not changes.alters_tables:
        return
    component = _component_of(stack, plan)
    commands = [each for each in component.commands if each.kind == "migrate"] if component else []
    added = (f"{each.table}.{each.name}" for each in changes.columns_added)
    removed = (f"{each.table}.{each.name}" for each in changes.columns_removed)
    indexed = (f"an index on {each.table}.{each.name}" for each in changes.indexes_added)
    named = (*changes.tables_added, *added, *indexed, *changes.tables_removed, *removed)
    grows = changes.tables_added or changes.columns_added or changes.indexes_added
    verb = "drop" if not grows else "create" if changes.tables_added else "add"
    names = ", ".join(named)
    if commands:
        yield f"{_spell(commands[0])}  # {verb}s {names}"
    else:
        yield f"# no migration command is known here: {verb} {names} by your own means"


def _component_of(stack: Stack, plan: Plan | None) -> Component | None:
    if plan is None:
        return stack.components[0] if stack.components else None
    return next((each for each in stack.components if each.path == plan.component), None)


def _spell(command: Command) -> str:
    line = shlex.join(command.argv)
    return f"(cd {shlex.quote(command.cwd)} && {line})" if command.cwd else line


def _list_environment(changes: ChangeSet, settings: tuple[Setting, ...]) -> tuple[str, ...]:
    """Names with what a person must know; never a value."""
    noted = [note.text for note in changes.notes if note.kind == "environment"]
    named = {text.split(maxsplit=1)[0].strip("`:,") for text in noted if text.strip()}
    read = [
        f"{each.name} ({'required' if each.required else 'has a default'}; {each.evidence})"
        for each in settings
        if each.name not in named
    ]
    return (*noted, *read)


def _list_remains(
    plan: Plan | None, changes: ChangeSet, verification: Verification
) -> Iterator[Refusal]:
    """What was refused, left, failed, not run and not checked."""
    refused = dict.fromkeys((*changes.refusals, *(plan.refusals if plan else ())))
    yield from refused
    for note in changes.notes:
        if note.kind == "left":
            where = note.evidence
            yield Refusal(
                subject="left to you",
                reason=note.text,
                path=where.path if where else "",
                line=where.line if where else 0,
            )
    for outcome in verification.outcomes:
        if reason := _open_reason(outcome):
            yield Refusal(subject=outcome.title, reason=reason)
    open_rows = [row for row in verification.rows if row.status in ("violated", "not checked")]
    for status in ("violated", "not checked"):
        ids = [row.id for row in open_rows if row.status == status and row.level == "must"]
        if ids:
            yield Refusal(subject=f"standards {status}", reason=", ".join(ids))


def _open_reason(outcome: Outcome) -> str:
    if outcome.status == "skipped":
        return f"{say_skipped(outcome)}: {say_reason(outcome) or 'no reason was recorded'}"
    if outcome.status == "failed":
        before = "failed in the same way before the change" if outcome.known_before else "failed"
        return f"{before}: {outcome.reason}" if outcome.reason else before
    return "ran before the last write" if outcome.stale else ""


def _list_next_steps(run: str, branch: str, verdict: Verdict, changes: ChangeSet) -> Iterator[str]:
    """Exact commands, in the order a person would use them."""
    if not changes.changes:
        return
    if branch:
        yield f"git diff HEAD...{shlex.quote(branch)}  # read the change"
    if run:
        yield f"{PROGRAM} runs show {run} --diff  # what changes, line by line"
        if verdict == "unverified":
            yield f"{PROGRAM} runs apply {run} --unverified  # only after reading what failed"
        else:
            yield f"{PROGRAM} runs apply {run}  # put it into your working tree"
    if branch:
        yield f"git switch {shlex.quote(branch)}  # or take it as a branch"
    if run:
        yield f"{PROGRAM} runs undo {run}  # takes an applied change back, byte by byte"
