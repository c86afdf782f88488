"""Where a language model works during a run: its conversation, opened by the first step that needs it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TypeVar

from backend_agent.implement.agent.bench import Bench, Shell, Skills
from backend_agent.implement.agent.brief import read_alone, write_brief
from backend_agent.implement.agent.calls import Caller
from backend_agent.implement.agent.failures import list_failures, tell_failures
from backend_agent.implement.agent.instructions import find_instructions, tell_instructions
from backend_agent.implement.agent.intents import Intents
from backend_agent.implement.agent.limits import Ended
from backend_agent.implement.agent.loop import Loop, ignore_call
from backend_agent.implement.agent.permission import Permissions, rules_of
from backend_agent.implement.agent.person import Person
from backend_agent.implement.agent.research import Researcher, list_reading
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.implement.agent.tools.registry import list_tools, register
from backend_agent.implement.agent.transcript import Transcript
from backend_agent.implement.carry import settle_worktree
from backend_agent.track import Track
from backend_agent.values.agent import Account, AgentOptions, AgentPlan, Brief, PhaseUsage
from backend_agent.values.changes import ChangeSet
from backend_agent.values.conversation import Asked, Reply, Usage
from backend_agent.values.definition import AgentDefinition
from backend_agent.values.event import Phase
from backend_agent.values.plan import Plan, PlannedFile, Step
from backend_agent.values.standard import Standard
from backend_agent.values.verification import Verification
from backend_agent.world.llm import LLM
from backend_agent.world.web import SearchEngine
from backend_agent.world.worktree import Worktree

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDoors:
    """What a conversation stands on. `open_llm` and `open_servers` are called when first needed; a
    server's tools come with what closes it. `definition` is the agent's file, where one was named."""

    options: AgentOptions
    worktree: Worktree
    folder: Path
    skills: Skills
    shell: Shell
    mask: Callable[[str], str]
    open_llm: Callable[[], LLM]
    open_servers: Callable[[], AbstractContextManager[tuple[ToolKind, ...]]]
    definition: Callable[[], AgentDefinition | None]
    engine: SearchEngine | None
    standards: tuple[Standard, ...]
    person: Person | None = None


@dataclass(slots=True, kw_only=True)
class Desk:
    """One run's work of a language model. `excess` says which budget is used up, `stopped` why it ended
    before it was done."""

    open_doors: Callable[[], DeskDoors]
    plan: Plan
    track: Track
    excess: str = ""
    stopped: str = ""
    usage: tuple[PhaseUsage, ...] = ()
    _loop: Loop | None = None
    _bench: Bench | None = None
    _llm: LLM | None = None
    _doors: DeskDoors | None = None
    _closers: ExitStack = field(default_factory=ExitStack)

    @property
    def doors(self) -> DeskDoors:
        if self._doors is None:
            self._doors = self.open_doors()
        return self._doors

    @property
    def is_used(self) -> bool:
        return self._loop is not None

    def work(self, unit: Step, changes: ChangeSet) -> ChangeSet:
        """The changes with what the model did for this step of the plan."""
        brief = self.track("plan", f"brief: {unit.id}", self._write_brief, unit, changes)
        if self._loop is None:
            self._open(brief)
        return self._follow("implement", unit.id, brief.task, changes)

    def repair(self, verification: Verification, changes: ChangeSet) -> ChangeSet:
        """The changes after the model has heard what failed."""
        return self._follow("implement", "repair", tell_failures(verification), changes)

    def can_repair(self, verification: Verification) -> bool:
        """Whether the model is still at work and something failed that it could mend."""
        at_work = self.is_used and not self.stopped and not self.excess
        return at_work and bool(list_failures(verification))

    def account(self, changes: ChangeSet) -> Account:
        """What the verdict must know."""
        plan = self._loop.plan if self._loop else None
        if plan is None:
            return Account(stopped=self.stopped)
        ours = {change.path for change in changes.changes if change.maker == "agent"}
        return Account(outside=tuple(sorted(ours - plan.paths)), stopped=self.stopped)

    def tell_plan(self) -> Plan:
        """The plan with the files that the model named; none of its words."""
        made = self._loop.plan if self._loop else None
        if made is None:
            return self.plan
        return replace(
            self.plan,
            steps=tuple(
                replace(step, files=_name_files(made)) if step.maker == "agent" else step
                for step in self.plan.steps
            ),
        )

    def close(self) -> None:
        """End what runs in the background and let go of the model."""
        if self._doors is not None:
            self._doors.shell.close()
        self._closers.close()

    def _write_brief(self, unit: Step, changes: ChangeSet) -> Brief:
        settle_worktree(self.doors.worktree, changes)
        bench = self._make_bench()
        definition = self.doors.definition()
        wanted = {each for step in self.plan.steps for each in step.standards}
        return write_brief(
            task=self.plan.task.text,
            stack=self.doors.skills.detect(),
            plan=self.plan,
            unit=unit,
            standards=tuple(each for each in self.doors.standards if each.id in wanted),
            instructions=[tell_instructions(bench, path) for path in find_instructions(bench, "")],
            prose=definition.prompt.reveal() if definition else "",
            mode=self.doors.options.mode,
            refusals=changes.refusals if self.plan.task.operation else (),
        )

    def _make_bench(self) -> Bench:
        doors = self.doors
        return Bench(
            worktree=doors.worktree, shell=doors.shell, skills=doors.skills, mask=doors.mask
        )

    def _open(self, brief: Brief) -> None:
        doors, options = self.doors, self.doors.options
        self._bench = bench = self._make_bench()
        servers = self._closers.enter_context(doors.open_servers())
        tools = (*list_tools(doors.engine), *servers)
        definition = doors.definition()
        granted = definition.tools if definition else None
        denied = definition.denied if definition else ()
        kept = tuple(tool for tool in tools if _is_granted(tool, definition))
        permissions = Permissions(
            mode=options.mode,
            allow=options.allow,
            deny=(*options.deny, *(rule for rule in rules_of(denied) if rule.pattern)),
            bound=None if granted is None else rules_of(granted),
            ask=doors.person.ask if doors.person else None,
        )
        intents = Intents(doors.folder)
        caller = Caller(
            registry=register(kept),
            permissions=permissions,
            hooks=options.hooks,
            bench=bench,
            once=intents.begin,
        )
        transcript = Transcript(doors.folder, doors.mask)
        room = options.context or self.track("plan", "room", self._find_room)
        watch = doors.person.watch if doors.person else ignore_call

        def open_loop(name: str = "", spent: Callable[[], Usage] = Usage) -> Loop:
            """The conversation itself, or one that answers the question of the call of that name."""
            registry = list_reading(kept) if name else caller.registry
            return Loop(
                system=read_alone(brief.system) if name else brief.system,
                tools=tuple(tool.shape() for tool in registry.values()),
                ask=self._ask,
                caller=replace(caller, registry=registry),
                step=partial(self._step, name),
                note=partial(transcript.note, question=name),
                watch=ignore_call if name else watch,
                budget=options.budget,
                seconds=lambda: sum(time.wall for time in self.track.times),
                room=room,
                instructed=tuple(find_instructions(bench, "")),
                spent=spent,
                researcher=None if name else Researcher(open_loop=open_loop, ask=ask_all),
                talks=bool(name),
            )

        def ask_all(name: str, asked: tuple[Asked, ...]) -> tuple[Reply, ...]:
            return self._step("", name, partial(self._ask, asked))

        self._loop = open_loop()

    def _ask(self, asked: tuple[Asked, ...]) -> tuple[Reply, ...]:
        return self._enter_llm().ask(asked)

    def _find_room(self) -> int:
        return self._enter_llm().context

    def _enter_llm(self) -> LLM:
        if self._llm is None:
            self._llm = llm = self.doors.open_llm()
            self._closers.callback(llm.close)
        return self._llm

    def _step(self, question: str, name: str, action: Callable[[], T], /) -> T:
        return self.track("implement", f"{question}: {name}" if question else name, action)

    def _follow(self, phase: Phase, part: str, message: str, changes: ChangeSet) -> ChangeSet:
        loop, bench = self._loop, self._bench
        assert loop is not None
        assert bench is not None
        bench.changes = changes
        loop.unsettle()
        before = loop.usage
        try:
            ended = loop.work(message)
        finally:
            self.doors.shell.close()
        self._note_end(ended)
        used = _subtract(loop.usage, before)
        told = PhaseUsage(phase=phase, part=part, llm=self.doors.options.llm, usage=used)
        self.usage = (*self.usage, told)
        return bench.changes

    def _note_end(self, ended: Ended) -> None:
        if ended.kind == "budget":
            self.excess = ended.reason
        elif ended.kind == "blocked":
            self.stopped = "the language model says that it cannot be done"
        elif ended.kind == "stopped":
            self.stopped = ended.reason


PLANNING = frozenset({"propose_plan", "amend_plan", "update_plan", "finish"})


def _is_granted(tool: ToolKind, definition: AgentDefinition | None) -> bool:
    """A definition's list of tools is an upper bound; the plan and the end belong to the loop."""
    if definition is None or tool.name in PLANNING:
        return True
    if any(rule.tool == tool.name and not rule.pattern for rule in rules_of(definition.denied)):
        return False
    if definition.tools is None:
        return True
    return any(fnmatchcase(tool.name, grant.name) for grant in definition.tools)


def _name_files(plan: AgentPlan) -> tuple[PlannedFile, ...]:
    return tuple(
        PlannedFile(
            path=file.path,
            action=file.action,
            purpose="added while it worked" if file.reason else "in the plan of the language model",
        )
        for file in plan.files
    )


def _subtract(after: Usage, before: Usage) -> Usage:
    return Usage(
        requests=after.requests - before.requests,
        input_tokens=after.input_tokens - before.input_tokens,
        cached_tokens=after.cached_tokens - before.cached_tokens,
        output_tokens=after.output_tokens - before.output_tokens,
        tool_calls=after.tool_calls - before.tool_calls,
        cost=after.cost - before.cost,
        priced=after.priced,
    )
