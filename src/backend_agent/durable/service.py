"""What the doors call: start, resume, list, show, apply and undo a run."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from backend_agent.deliver import name_reports
from backend_agent.durable import runs
from backend_agent.durable.checkpoints import Checkpoint, Checkpoints, lead_back
from backend_agent.durable.keep import keep_delivery, read_kept
from backend_agent.durable.port import StepDoor
from backend_agent.durable.witness import Witness, witness_run
from backend_agent.implement.agent.person import Person
from backend_agent.values.agent import BudgetRaise
from backend_agent.values.changes import ChangeSet
from backend_agent.values.delivery import Delivery, ReportFiles
from backend_agent.values.errors import InputError, Refused
from backend_agent.values.event import OnEvent, ignore_event
from backend_agent.values.run import RunOptions, RunRecord, RunRequest
from backend_agent.values.task import CreateService, Task
from backend_agent.world.apply import Applied, Undone, apply_changes, undo_changes
from backend_agent.world.clock import SystemClock
from backend_agent.world.files import ensure_folder
from backend_agent.world.folders import runs_home
from backend_agent.world.repository import create_repository
from backend_agent.world.workspace import open_workspace


def start_run(
    path: Path,
    task: Task,
    options: RunOptions,
    on_event: OnEvent = ignore_event,
    person: Person | None = None,
) -> Delivery:
    """Work on the task in the repository that `path` lies in; nothing in it changes but a new branch.

    `person` is asked for what a language model's mode does not allow; without it the answer is no.
    """
    return _start_recorded(_request(path, task, options), task.text, on_event, person)[0]


def verify_repository(
    path: Path, options: RunOptions, on_event: OnEvent = ignore_event
) -> Delivery:
    """Judge the tree that `path` lies in as it is, against the tree before its changes."""
    return _start(_request(path, None, options), "verify", on_event)


def judge_repository(
    path: Path, options: RunOptions, title: str, on_event: OnEvent = ignore_event
) -> tuple[Delivery, RunRecord]:
    """As `verify_repository`, under a title of its own and with the record of the run."""
    return _start_recorded(_request(path, None, options), title, on_event)


def create_service(
    parent: Path, operation: CreateService, options: RunOptions, on_event: OnEvent = ignore_event
) -> Delivery:
    """A new service in `parent/NAME`, verified first; an unverified one is kept in its run only."""
    root = parent.expanduser().resolve() / operation.name
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise InputError(
            f"{root}: exists and is not empty", hint="choose another name, or remove it"
        )
    task = Task(text=f"new {operation.name} --stack {operation.stack}", operation=operation)
    delivery = _start(RunRequest(root=str(root), task=task, options=options), task.text, on_event)
    if delivery.verdict != "unverified" or not options.verifies:
        apply_run(delivery.run, unverified=not options.verifies)
    return delivery


def resume_run(
    name: str,
    on_event: OnEvent = ignore_event,
    *,
    insist: bool = False,
    budget: BudgetRaise | None = None,
    person: Person | None = None,
) -> Delivery:
    """Continue a stopped run where it was; one that is done answers its delivery again.

    `insist` takes up one that died too often in the same step, or was cancelled; `budget` replaces
    limits that a language model began with. Raises Refused.
    """
    from backend_agent.durable import session

    record = runs.find_run(runs_home(), name)
    clock = SystemClock()
    with witness_run(record, clock, os.environ) as witness:
        work = partial(_work, record, on_event, budget, person, witness)
        outcome = session.resume_run(record, work, clock=clock, insist=insist)
    return _finish(outcome.record, cast(Delivery, outcome.result))


def show_run(name: str) -> Delivery:
    """What a finished run delivered. Raises InputError while there is nothing to show."""
    record = runs.find_run(runs_home(), name)
    delivery = read_kept(record)
    if delivery is None:
        raise InputError(
            f"run {record.id} has delivered nothing yet: it is {record.state}"
            + (f" ({record.reason})" if record.reason else ""),
            hint=f"backend-agent runs resume {record.id}",
        )
    return delivery


def find_reports(name: str) -> ReportFiles:
    """Where the reports of a run lie."""
    return name_reports(Path(runs.find_run(runs_home(), name).folder))


def find_run(name: str) -> RunRecord:
    """The run with that id, with that part of an id, or the `last` one. Raises InputError."""
    return runs.find_run(runs_home(), name)


def list_runs() -> tuple[RunRecord, ...]:
    """Every run of this user, newest first."""
    return runs.list_runs(runs_home())


def apply_run(name: str, *, unverified: bool = False) -> Applied:
    """Write the run's change into the user's tree, all or nothing. Raises Refused with the reason."""
    record, delivery = runs.find_run(runs_home(), name), show_run(name)
    if not delivery.changes.changes:
        raise Refused(f"run {record.id} changed nothing, so there is nothing to apply")
    if delivery.verdict == "unverified" and not unverified:
        raise Refused(
            f"run {record.id} is {delivery.headline}",
            hint="read its report; --unverified applies it all the same",
        )
    root, service = Path(record.repository), _created_service(delivery)
    if service:
        ensure_folder(root)
    applied = apply_changes(root, delivery.changes.changes, Path(record.folder) / "journal")
    if applied.refused:
        reasons = "; ".join(f"{each.path}: {each.reason}" for each in applied.refused)
        raise Refused(
            f"nothing was written: {reasons}",
            hint="commit or put aside your edits, and start a new run",
        )
    if service:
        create_repository(root, f"Create {service.name} from the {service.stack} blueprint")
    runs.save_run(replace(record, state="applied", reason=""))
    return applied


def undo_run(name: str, *, to: str = "") -> Undone:
    """Take an applied change back, byte by byte; files that changed since are left and named.

    `to` is a step of the run: what it and the steps before it made stays, or comes again. All or nothing
    then: `left` names what stood against it. Raises Refused, and InputError for a step that is not there.
    """
    record = runs.find_run(runs_home(), name)
    if record.state != "applied":
        raise Refused(
            f"run {record.id} is {record.state}, not applied", hint="`runs list` shows the states"
        )
    root, folder = Path(record.repository), Path(record.folder)
    kept = Checkpoints(folder)
    if to:
        return _go_back(root, folder, kept, show_run(record.id).changes, to)
    restored: set[str] = set()
    for number in range(len(kept.returns()), 0, -1):
        restored |= set(undo_changes(root, folder / f"journal-back-{number}").restored)
    undone = undo_changes(root, folder / "journal")
    if not undone.left:
        kept.note_returns(())
        runs.save_run(replace(record, state="undone", reason=""))
    return replace(undone, restored=tuple(sorted(restored.union(undone.restored))))


def _go_back(
    root: Path, folder: Path, kept: Checkpoints, delivered: ChangeSet, step: str
) -> Undone:
    """From where the tree is to where it was after the step; a plain undo takes each such move back."""
    returns = kept.returns()
    now = kept.changes_at(returns[-1]) if returns else delivered
    back = lead_back(now, kept.changes_at(step))
    journal = folder / f"journal-back-{len(returns) + 1}"
    applied = apply_changes(root, back.changes, journal)
    if not applied.refused:
        kept.note_returns((*returns, step))
    return Undone(restored=applied.written, left=applied.refused, already=not back.changes)


def list_checkpoints(name: str) -> tuple[Checkpoint, ...]:
    """The steps of a run that changed a file, in order: what `undo_run` can go back to."""
    return Checkpoints(Path(runs.find_run(runs_home(), name).folder)).list_steps()


def _created_service(delivery: Delivery) -> CreateService | None:
    operation = delivery.plan.task.operation if delivery.plan else None
    return operation if isinstance(operation, CreateService) else None


def _request(path: Path, task: Task | None, options: RunOptions) -> RunRequest:
    workspace = open_workspace(path)
    return RunRequest(
        root=str(workspace.top or workspace.root),
        prefix=workspace.prefix,
        task=task,
        options=options,
    )


def _start(request: RunRequest, title: str, on_event: OnEvent) -> Delivery:
    return _start_recorded(request, title, on_event)[0]


def _start_recorded(
    request: RunRequest, title: str, on_event: OnEvent, person: Person | None = None
) -> tuple[Delivery, RunRecord]:
    from backend_agent.durable import session

    clock = SystemClock()
    record = runs.create_run(runs_home(), repository=Path(request.root), title=title, clock=clock)
    with witness_run(record, clock, os.environ) as witness:
        work = partial(_work, record, on_event, None, person, witness)
        outcome = session.start_run(record, work, request, clock=clock)
    return _finish(outcome.record, cast(Delivery, outcome.result)), outcome.record


def _work(
    record: RunRecord,
    on_event: OnEvent,
    budget: BudgetRaise | None,
    person: Person | None,
    witness: Witness,
    step: StepDoor,
    request: object,
) -> object:
    from backend_agent.durable.open import open_site
    from backend_agent.pipeline import run_request

    assert isinstance(request, RunRequest)
    if budget is not None:
        agent = replace(request.options.agent, budget=budget.over(request.options.agent.budget))
        request = replace(request, options=replace(request.options, agent=agent))
    heard = witness.watch_events(on_event)
    site = open_site(record, request, SystemClock(), heard, person, witness.tracing)
    with site.closers:
        kept = Checkpoints(Path(record.folder)).watch_steps(step)
        return run_request(request, site, witness.watch_steps(kept))


def _finish(record: RunRecord, delivery: Delivery) -> Delivery:
    """Keep the delivery where it is read without the engine."""
    keep_delivery(record, delivery)
    if record.state not in ("applied", "undone"):
        runs.save_run(replace(record, verdict=delivery.verdict, branch=delivery.branch))
    return delivery
