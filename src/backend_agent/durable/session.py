"""One process's work on one run: owned, tidied, followed to its end, its record kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from backend_agent.durable.blobs import Blobs
from backend_agent.durable.embedded import open_engine
from backend_agent.durable.liveness import (
    clear_dead_executors,
    hold_executor,
    name_executor,
    own_run,
    try_own_run,
)
from backend_agent.durable.port import Engine, StepDoor, Work
from backend_agent.durable.runs import list_runs, read_run, save_run
from backend_agent.durable.serializer import ValueSerializer
from backend_agent.durable.workflow import SCHEMA
from backend_agent.values.errors import BackendAgentError, BudgetExceeded, InputError, Refused
from backend_agent.values.run import RunRecord, RunState
from backend_agent.world.clock import Clock, epoch_seconds
from backend_agent.world.files import (
    append_line,
    ensure_folder,
    read_file,
    remove_folder,
    write_atomic,
)
from backend_agent.world.sandbox import remove_scratch
from backend_agent.world.survivors import RUN_MARK, carry_mark, end_survivors

T = TypeVar("T")

_REQUEST = "request.json"
_ENDED = ("finished", "applied", "undone")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """How a run ended: `result` of its work, and the record as it was saved."""

    record: RunRecord
    result: object


def scratch_folder(record: RunRecord) -> Path:
    """A folder for what a step leaves half done: emptied whenever a process begins or ends its work
    on the run."""
    return ensure_folder(Path(record.folder) / "scratch")


def start_run(record: RunRecord, work: Work, initial: object, *, clock: Clock) -> RunOutcome:
    """Do the run's work from the start, in this process; raises what the work raises.

    `initial` is on the disk before anything else happens, so there is no moment at which a kill
    leaves a run that cannot be resumed."""
    request = _serializer(Path(record.folder)).serialize(initial)
    write_atomic(Path(record.folder) / _REQUEST, request.encode(), 0o600)
    return _work_on(
        record, clock, lambda engine, log: engine.start(record.id, log.watch(work), initial)
    )


def resume_run(record: RunRecord, work: Work, *, clock: Clock, insist: bool = False) -> RunOutcome:
    """Continue a run behind its last completed step; one that is done answers its result again.

    Raises `InputError` while another process works on it, `Refused` where it cannot be continued."""
    if record.schema != SCHEMA:
        raise Refused(
            f"run {record.id} was written by workflow number {record.schema}, this program follows"
            f" number {SCHEMA}",
            hint="continue it with the version that began it, or start it anew",
        )

    def follow(engine: Engine, log: _RecordKeeper) -> object:
        known = [execution for execution in engine.list() if execution.run == record.id]
        if not known:
            return engine.start(record.id, log.watch(work), _read_request(record))
        done = len(known[0].steps)
        has_moved = known[0].state in ("pending", "queued") and done > log.record.behind
        log.record = replace(log.record, behind=done)
        return engine.resume(record.id, log.watch(work), insist=insist or has_moved)

    return _work_on(record, clock, follow)


def reap_runs(home: Path, *, clock: Clock) -> tuple[RunRecord, ...]:
    """Tidy after every run whose process is gone: no command of it goes on, nothing half done stays.

    Answers those runs, now recorded as interrupted; they wait for `resume_run`. Needs no engine."""
    reaped = []
    for listed in list_runs(home):
        if listed.state != "interrupted":
            continue
        lease = try_own_run(Path(listed.folder))
        if lease is None:
            continue
        with lease:
            saved = read_run(Path(listed.folder))
            if saved.state in ("running", "interrupted"):
                _tidy_run(Path(listed.folder))
                record = replace(listed, updated_at=clock.now())
                save_run(record)
                reaped.append(record)
    return tuple(reaped)


def _work_on(
    record: RunRecord, clock: Clock, follow: Callable[[Engine, _RecordKeeper], object]
) -> RunOutcome:
    folder = Path(record.folder)
    with own_run(folder), _tidied_run(folder), _opened_engine(folder) as engine:
        saved = read_run(folder)
        log = _RecordKeeper(replace(saved, executor=engine.executor, reason=""), clock)
        if saved.state in _ENDED:
            return RunOutcome(record=saved, result=follow(engine, log))
        log.note("running")
        try:
            result = follow(engine, log)
        except Exception as error:
            log.note_end(_state_after(error, begun=log.begun), _tell(error))
            raise
        except BaseException:
            log.note_end("interrupted", f"stopped; `runs resume {record.id}` continues it")
            raise
        log.note("finished")
    return RunOutcome(record=log.record, result=result)


def _state_after(error: Exception, *, begun: bool) -> RunState:
    """A refusal of the work ends the run as refused; one of the engine leaves it where it was, and so
    does a budget: with a larger one it goes on."""
    if isinstance(error, BudgetExceeded):
        return "interrupted"
    if isinstance(error, Refused):
        return "refused" if begun else "interrupted"
    return "failed"


class _RecordKeeper:
    """The run's record as its steps begin; what a person sees, never what decides. `begun`: the work
    was entered in this process."""

    def __init__(self, record: RunRecord, clock: Clock) -> None:
        self.record = record
        self.begun = False
        self._clock = clock

    def note(self, state: RunState, reason: str = "", *, lasting: bool = True) -> None:
        self.record = replace(self.record, state=state, reason=reason, updated_at=self._clock.now())
        save_run(self.record, lasting=lasting)

    def note_end(self, state: RunState, reason: str) -> None:
        """As `note`, while an error is on its way that must not be hidden by a full disk: a record
        that stays `running` without its process is listed as interrupted."""
        with suppress(InputError):
            self.note(state, reason)

    def watch(self, work: Work) -> Work:
        """The same work, its steps noted in the record when they begin (not when they are replayed)."""

        def watched(step: StepDoor, initial: object) -> object:
            self.begun = True

            def noted(name: str, action: Callable[[], T], /) -> T:
                def begun() -> T:
                    # Which step it was in is not worth a wait for the disk: the steps are recorded.
                    self.record = replace(self.record, phase=name)
                    self.note("running", lasting=False)
                    return action()

                return step(name, begun)

            return work(noted, initial)

        return watched


@contextmanager
def _opened_engine(folder: Path) -> Iterator[Engine]:
    executor = name_executor()
    log = folder / "engine.log"
    with hold_executor(folder, executor) as lease:
        engine = open_engine(
            folder / "engine.sqlite",
            executor=executor,
            schema=SCHEMA,
            serializer=_serializer(folder),
            now=epoch_seconds,
            log=lambda line: append_line(log, line),
        )
        try:
            yield engine
        finally:
            engine.close()
            lease.release(remove=True)


def _serializer(folder: Path) -> ValueSerializer:
    return ValueSerializer(Blobs(folder / "blobs"))


def _read_request(record: RunRecord) -> object:
    """What the run was started with, for one that was killed before its workflow was recorded."""
    path = Path(record.folder) / _REQUEST
    if not path.is_file():
        raise InputError(
            f"run {record.id} ended before its work was known", hint="start the work anew"
        )
    return _serializer(Path(record.folder)).deserialize(read_file(path).decode())


@contextmanager
def _tidied_run(folder: Path) -> Iterator[None]:
    """Nothing of an earlier process is there before the block, nothing of this one after it."""
    _tidy_run(folder)
    try:
        with carry_mark(RUN_MARK, folder.name):
            yield
    finally:
        _tidy_run(folder)


def _tidy_run(folder: Path) -> None:
    """Commands that outlived their step, folders left half done, leases nobody holds.

    Only while the run is owned by this process, or a living one would be robbed."""
    end_survivors(RUN_MARK, folder.name)
    remove_folder(folder / "scratch")
    remove_scratch(folder.name)
    clear_dead_executors(folder)


def _tell(error: Exception) -> str:
    if isinstance(error, BackendAgentError):
        return error.message
    return f"{type(error).__name__}: {error}"
