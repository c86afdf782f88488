"""The port on DBOS with a SQLite file in the run's folder: no server, no port, no call home."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event, Lock
from typing import Any, TypeVar

from backend_agent.durable.handoff import Abandoned, Handoff
from backend_agent.durable.port import Execution, ExecutionState, StepDoor, Work
from backend_agent.durable.serializer import ValueSerializer
from backend_agent.durable.silence import silence_engine
from backend_agent.durable.sqlite import connect_file, explain_trouble, is_trouble
from backend_agent.values.errors import BackendAgentError, InputError, Refused

T = TypeVar("T")

APPLICATION = "backend-agent"
WORKFLOW = "run"
MAX_ATTEMPTS = 5
"""How often a run that was killed is taken up again before it has to be insisted on."""

_POLL = 0.1
_LOOK = 0.02
_WAITING_LOOK = 0.15
_WORKING_LOOK = 2.0
_OUTCOME_LIMIT = 20.0
"""Seconds to wait for the end of a run to be recorded, behind its last step."""

_STATES: dict[str, ExecutionState] = {
    "PENDING": "pending",
    "ENQUEUED": "queued",
    "DELAYED": "queued",
    "SUCCESS": "done",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "exhausted",
}
_in_use = Lock()


class EmbeddedEngine:
    """`Engine` of the port. DBOS is one per process, so this is too: `open_engine` refuses a second.

    Steps are recorded by DBOS's thread; their actions run in the thread that called `start` or
    `resume`, so that an interruption from the keyboard ends the action and leaves the run resumable."""

    def __init__(
        self, dbos: Any, *, executor: str, schema: str, dispose: Callable[[], None]
    ) -> None:
        self.executor = executor
        self._schema = schema
        self._dbos = dbos
        self._dispose = dispose
        self._handoff = Handoff()
        self._work: Work | None = None
        self._workflow: Any = None
        self._escaped: Exception | None = None
        self._interruption: BaseException | None = None
        self._instance: Any = None

    def launch(self, instance: Any) -> None:
        """Register the one workflow and start the engine's threads."""
        self._instance = instance
        _look_each(instance, _WAITING_LOOK)

        def run(initial: object) -> object:
            return self._follow(self.step, initial)

        decorate = self._dbos.workflow(name=WORKFLOW, max_recovery_attempts=MAX_ATTEMPTS)
        self._workflow = decorate(run)
        self._dbos.launch()

    def start(self, run: str, work: Work, initial: object) -> object:
        from dbos import SetWorkflowID

        if self._find(run) is not None:
            raise InputError(f"run {run} has been started", hint=f"runs resume {run} continues it")
        self._prepare(work)
        with SetWorkflowID(run):
            self._dbos.start_workflow(self._workflow, initial)
        return self._stay_with(run)

    def step(self, name: str, action: Callable[[], T], /) -> T:
        from dbos import error as engine_errors

        try:
            found: T = self._dbos.run_step({"name": name}, lambda: self._handoff.perform(action))
        except engine_errors.DBOSUnexpectedStepError as error:
            raise InputError(
                f"step {name!r} is not the step that was recorded at this place: {error}",
                hint="the run's steps depend on something outside of them; start the run anew",
            ) from error
        return found

    def resume(self, run: str, work: Work, *, insist: bool = False) -> object:
        execution = self._find(run)
        if execution is None:
            raise InputError(f"run {run} has no recorded workflow", hint="start it anew")
        if execution.reason and not (insist and execution.schema == self._schema):
            raise Refused(f"run {run} cannot be continued: {execution.reason}")
        if execution.state == "done":
            return self._result_of(run)
        self._prepare(work)
        _look_each(self._instance, _WAITING_LOOK)
        if execution.state == "failed":
            self._dbos.rewind_workflow(run, start_step=self._first_to_repeat(run))
        elif insist:
            self._dbos.resume_workflow(run)
        elif execution.state == "pending":
            self.reap((execution.executor,))
        return self._stay_with(run)

    def cancel(self, run: str) -> None:
        if self._find(run) is None:
            raise InputError(f"run {run} has no recorded workflow")
        self._dbos.cancel_workflow(run)

    def list(self) -> tuple[Execution, ...]:
        return tuple(
            self._describe(found)
            for found in self._dbos.list_workflows(load_input=False, load_output=False)
        )

    def reap(self, dead: tuple[str, ...]) -> tuple[str, ...]:
        others = [executor for executor in dead if executor != self.executor]
        if not others:
            return ()
        recover = getattr(self._dbos, "_recover_pending_workflows", None)
        if recover is not None:
            return tuple(handle.get_workflow_id() for handle in recover(others))
        return self._free_by_public_calls(others)

    def close(self) -> None:
        try:
            self._dbos.destroy(destroy_registry=True)
        finally:
            self._dispose()

    def _free_by_public_calls(self, dead: Sequence[str]) -> tuple[str, ...]:
        """What recovery does, for an engine that no longer offers it; attempts then start at one."""
        pending = self._dbos.list_workflows(
            status="PENDING",
            executor_id=list(dead),
            app_version=self._schema,
            load_input=False,
            load_output=False,
        )
        freed = [found.workflow_id for found in pending]
        if freed:
            self._dbos.resume_workflows(freed)
        return tuple(freed)

    def _prepare(self, work: Work) -> None:
        self._handoff = Handoff()
        self._escaped = None
        self._interruption = None
        self._work = work

    def _follow(self, step: StepDoor, initial: object) -> object:
        from dbos import error as engine_errors

        handoff = self._handoff
        _look_each(self._instance, _WORKING_LOOK)
        try:
            return self._asked_work()(step, initial)
        except Exception as error:
            self._escaped = error
            raise
        except (Abandoned, engine_errors.DBOSBaseException):
            # The engine's own say that the run was cancelled, or that somebody else has it now.
            raise
        except BaseException as interruption:
            # Between two steps, as within one: the run stays where it is, and the caller is told.
            self._interruption = interruption
            raise Abandoned from interruption
        finally:
            handoff.finish()

    def _asked_work(self) -> Work:
        """A run this process was not asked to work on stays where it is."""
        if self._work is None:
            raise Abandoned
        return self._work

    def _stay_with(self, run: str) -> object:
        """Serve the run's actions until it has an outcome; that, or the error it ended with."""

        def has_ended() -> bool:
            execution = self._find(run)
            return execution is None or execution.state not in ("pending", "queued")

        self._handoff.serve(has_ended=has_ended, pause=_POLL * 2)
        if self._interruption is not None:
            raise self._interruption
        self._await_outcome(has_ended)
        try:
            return self._result_of(run)
        except BackendAgentError as error:
            recorded = error
        raise (
            recorded if self._escaped is None or self._is_engines(self._escaped) else self._escaped
        )

    def _is_engines(self, error: Exception) -> bool:
        from dbos import error as engine_errors

        return isinstance(error, engine_errors.DBOSException)

    def _await_outcome(self, has_ended: Callable[[], bool]) -> None:
        """Until the outcome is recorded; `InputError` when the database could not be written."""
        clock = Event()
        for _look in range(int(_OUTCOME_LIMIT / _LOOK)):
            if self._escaped is not None and is_trouble(self._escaped):
                raise explain_trouble(self._escaped) from self._escaped
            if has_ended():
                return
            clock.wait(_LOOK)
        raise InputError(
            "the run's end could not be recorded; its steps are",
            hint="see engine.log in the run's folder, then resume the run",
        )

    def _result_of(self, run: str) -> object:
        from dbos import error as engine_errors

        try:
            return self._dbos.retrieve_workflow(run).get_result(polling_interval_sec=_LOOK)
        except engine_errors.DBOSException as error:
            execution = self._find(run)
            reason = execution.reason if execution else ""
            raise Refused(f"run {run} stopped: {reason or error}") from error

    def _first_to_repeat(self, run: str) -> int:
        """The number of the last recorded step if its error ended the run, else of the one after."""
        steps = self._dbos.list_workflow_steps(run, load_output=True)
        if not steps:
            return 1
        (found,) = self._dbos.list_workflows(workflow_ids=[run], load_input=False)
        last = steps[-1]
        ended_it = last["error"] is not None and str(last["error"]) == str(found.error)
        return int(last["function_id"]) + (0 if ended_it else 1)

    def _find(self, run: str) -> Execution | None:
        found = self._dbos.list_workflows(workflow_ids=[run], load_input=False, load_output=False)
        return self._describe(found[0]) if found else None

    def _describe(self, found: Any) -> Execution:
        steps = self._dbos.list_workflow_steps(found.workflow_id, load_output=False)
        state = _STATES[found.status]
        schema = str(found.app_version or "")
        return Execution(
            run=found.workflow_id,
            state=state,
            executor=str(found.executor_id or ""),
            schema=schema,
            attempts=int(found.recovery_attempts or 0),
            steps=tuple(str(step["function_name"]) for step in steps),
            reason=self._explain(state, schema),
        )

    def _explain(self, state: ExecutionState, schema: str) -> str:
        if state != "done" and schema != self._schema:
            return (
                f"it was written by workflow number {schema or 'unknown'}, this program follows"
                f" number {self._schema}; continue it with the version that began it"
            )
        if state == "cancelled":
            return "it was cancelled; insist to continue it"
        if state == "exhausted":
            return (
                f"its process ended in the same step {MAX_ATTEMPTS + 1} times; insist to try again"
            )
        return ""


def open_engine(
    database: Path,
    *,
    executor: str,
    schema: int,
    serializer: ValueSerializer,
    now: Callable[[], float],
    log: Callable[[str], None],
) -> EmbeddedEngine:
    """The embedded engine on `database`, which is made when missing; `close` it when done.

    `schema` is the workflow's number; `now` in seconds since 1970; `log` receives what the engine has
    to say as warnings, one line each. Raises `InputError` while another engine is open here."""
    if not _in_use.acquire(blocking=False):
        raise InputError("a run is open in this process; close it before the next")
    with ExitStack() as opened:
        opened.callback(_in_use.release)
        silence_engine(log)
        from dbos import DBOS, DBOSConfig

        connections = connect_file(database, now=now)
        opened.callback(connections.dispose)
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": f"sqlite:///{database}",
            "system_database_engine": connections,
            "executor_id": executor,
            "application_version": str(schema),
            "serializer": serializer,  # type: ignore[typeddict-item]
            "log_level": logging.getLevelName(logging.WARNING),
            "enable_otlp": False,
            "notification_listener_polling_interval_sec": _POLL,
        }
        engine = EmbeddedEngine(
            DBOS, executor=executor, schema=str(schema), dispose=opened.pop_all().close
        )
    try:
        engine.launch(DBOS(config=config))
    except BaseException as error:
        engine.close()
        if isinstance(error, Exception) and is_trouble(error):
            raise explain_trouble(error) from error
        raise
    return engine


def _look_each(dbos: Any, seconds: float) -> None:
    """How often the library asks for a run that was freed. Its own second is long for a resumption to
    wait, and short for a run that waits for its tests; it offers no setting for its own queue, and
    where it has changed inside, its second stays."""
    with suppress(AttributeError):
        queue = dbos._registry.get_internal_queue()  # noqa: SLF001
        if queue._polling_interval_sec > 0:  # noqa: SLF001
            queue._polling_interval_sec = seconds  # noqa: SLF001
