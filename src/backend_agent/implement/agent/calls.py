"""One call of a tool from its JSON to its answer: read, allowed, planned, done, and held to the rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.hooks import run_hooks
from backend_agent.implement.agent.instructions import find_instructions, tell_instructions
from backend_agent.implement.agent.permission import Permissions
from backend_agent.implement.agent.tools import planning
from backend_agent.implement.agent.tools.kinds import Registry, ToolKind
from backend_agent.implement.agent.tools.registry import AMEND, FINISH, PROPOSE
from backend_agent.values.agent import AgentFile, AgentPlan, CallDone, Hook
from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.conversation import ToolAnswer, ToolCall
from backend_agent.values.errors import BackendAgentError, InputError
from backend_agent.world.schema import read_arguments

CUT_OFF = (
    "your answer was cut off, and with it these arguments; write less at once, in several calls"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`once` is asked before a call whose effect is outside: whether it was begun before (and it may
    have happened)."""

    registry: Registry
    permissions: Permissions
    hooks: tuple[Hook, ...]
    bench: Bench
    once: Callable[[str], bool]

    def make_call(
        self,
        call: ToolCall,
        plan: AgentPlan | None,
        instructed: frozenset[str],
        complaints: frozenset[str],
        *,
        was_cut: bool = False,
    ) -> CallDone:
        """`complaints` are what `finish` was refused for already: each is held against it once."""
        kind = self.registry.get(call.name)
        if kind is None:
            known = ", ".join(self.registry)
            return _error(call, f"there is no tool {call.name}; there are: {known}")
        try:
            given = _read(kind, call.arguments)
        except InputError as error:
            return _error(call, CUT_OFF if was_cut else f"{error.message} ({error.hint})")
        try:
            if kind.effect == "plans":
                return self._plan(call, given, plan, complaints)
            return self._do(call, kind, given, plan, instructed)
        except BackendAgentError as error:
            return _error(call, f"{error.message}" + (f" ({error.hint})" if error.hint else ""))

    def _do(
        self,
        call: ToolCall,
        kind: ToolKind,
        given: Any,
        plan: AgentPlan | None,
        instructed: frozenset[str],
    ) -> CallDone:
        subject = kind.subject(given)
        reason = self.permissions.refuse(
            call.name, kind.effect, subject, partial(kind.foresee, self.bench, given)
        )
        reason = reason or _hold_to_plan(kind, subject, plan)
        reason = reason or run_hooks(self.hooks, "before", self.bench, call)
        if reason:
            return _error(call, f"{call.name}: refused: {reason}")
        if kind.effect == "external" and self.once(call.id):
            return _error(call, "interrupted while it ran; whether it took effect is not known")
        done = kind.call(self.bench, given)
        done, notes = self._hold(done, plan)
        made = plan
        if plan is not None and kind.effect == "writes":
            made = _with_engine_files(plan, done.changed)
        self.bench.adopt(done.changed)
        objection = run_hooks(self.hooks, "after", self.bench, call, done.text)
        new = self._new_instructions(kind, subject, instructed)
        told = [done.text, *notes, *([f"hook: {objection}"] if objection else ())]
        told += [tell_instructions(self.bench, path) for path in new]
        answer = ToolAnswer(
            id=call.id, name=call.name, text="\n".join(told), is_error=done.is_error
        )
        return CallDone(answer=answer, changed=done.changed, plan=made, instructed=new)

    def _hold(self, done: Done, plan: AgentPlan | None) -> tuple[Done, list[str]]:
        """Put back what no call may change; say what is outside of the plan."""
        kept, back, notes = [], [], []
        for change in done.changed:
            if plan is None or self.permissions.denies_path(change.path):
                back.append(replace(change, before=change.after, after=change.before))
            else:
                kept.append(change)
        if back:
            self.bench.worktree.write(ChangeSet(changes=tuple(back)))
            why = "there is no plan yet" if plan is None else "a rule denies it"
            names = ", ".join(change.path for change in back)
            notes.append(f"put back as it was, because {why}: {names}")
        outside = [change.path for change in kept if plan and change.path not in plan.paths]
        if outside and any(change.maker == "agent" for change in kept):
            notes.append(f"not in the plan: {', '.join(outside)}; amend_plan, or remove it")
        return replace(done, changed=tuple(kept)), notes

    def _new_instructions(
        self, kind: ToolKind, subject: str, instructed: frozenset[str]
    ) -> tuple[str, ...]:
        if kind.name not in ("Read", "Edit", "Write") or not subject:
            return ()
        found = find_instructions(self.bench, subject)
        return tuple(path for path in found if path not in instructed and path != subject)

    def _plan(
        self, call: ToolCall, given: Any, plan: AgentPlan | None, complaints: frozenset[str]
    ) -> CallDone:
        if call.name == FINISH:
            return self._finish(call, given, plan, complaints)
        if call.name == PROPOSE:
            done = planning.propose_plan(plan or AgentPlan(), given)
        elif plan is None:
            return _error(call, f"there is no plan yet; {PROPOSE} first")
        elif call.name == AMEND:
            done = planning.amend_plan(plan, given)
        else:
            done = planning.update_plan(plan, given)
        answer = ToolAnswer(id=call.id, name=call.name, text=done.text, is_error=done.is_error)
        return CallDone(answer=answer, plan=plan if done.is_error else done.plan)

    def _finish(
        self,
        call: ToolCall,
        given: planning.Finish,
        plan: AgentPlan | None,
        complaints: frozenset[str],
    ) -> CallDone:
        if given.outcome == "done":
            for name, told in self._complain(plan):
                if name not in complaints:
                    return _error(call, told)
        answer = ToolAnswer(id=call.id, name=call.name, text="The checks run now.")
        return CallDone(answer=answer, plan=plan, ended=given.outcome)

    def _complain(self, plan: AgentPlan | None) -> list[tuple[str, str]]:
        if plan is None:
            return []
        found = []
        if plan.open_steps:
            steps = "; ".join(f"{at}. {step.title} [{step.state}]" for at, step in plan.open_steps)
            told = f"not finished: these steps are open: {steps}; do them, or set them to dropped"
            found.append(("steps", told))
        outside = [path for path in self.bench.changes.paths if path not in plan.paths]
        if outside:
            told = (
                f"not finished: changed and not in the plan: {', '.join(outside)}; amend_plan with the"
                " reason, or take the change back"
            )
            found.append(("outside", told))
        return found

    def name_complaint(self, plan: AgentPlan | None, complaints: frozenset[str]) -> str:
        """What the next `finish` as done would be refused for, "" = nothing."""
        left = [name for name, _ in self._complain(plan) if name not in complaints]
        return left[0] if left else ""


def _read(kind: ToolKind, arguments: str) -> Any:
    """The arguments as the tool takes them; those of a server's tool are the server's to judge."""
    try:
        plain = json.loads(arguments or "{}")
    except ValueError as error:
        raise InputError(f"the arguments are not JSON: {error}", hint="send them again") from None
    if not isinstance(plain, Mapping):
        raise InputError("the arguments are no JSON object", hint="send them again")
    if kind.effect == "external":
        return kind.takes(text=json.dumps(plain))
    return read_arguments(kind.takes, plain)


def _hold_to_plan(kind: ToolKind, subject: str, plan: AgentPlan | None) -> str:
    if kind.effect not in ("writes", "external"):
        return ""
    if plan is None:
        return f"there is no plan yet; {PROPOSE} first"
    if kind.effect == "writes" and subject and subject not in plan.paths:
        return f"{subject} is not in the plan; {AMEND} with the reason first"
    return ""


def _with_engine_files(plan: AgentPlan, changed: tuple[FileChange, ...]) -> AgentPlan:
    """What an engine of ours wrote is planned by that."""
    new = tuple(
        AgentFile(path=change.path, action=change.action, reason="written by an engine")
        for change in changed
        if change.path not in plan.paths
    )
    return replace(plan, files=(*plan.files, *new)) if new else plan


def _error(call: ToolCall, text: str) -> CallDone:
    return CallDone(answer=ToolAnswer(id=call.id, name=call.name, text=text, is_error=True))
