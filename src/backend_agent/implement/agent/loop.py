"""The loop: ask, do what was called, answer, until a typed `finish` or a limit ends it.

Every answer of the model and every call is a step of its own that is recorded when it has ended, so that
a run that is killed goes on behind the last one: nothing is asked or done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Protocol, TypeVar

from backend_agent.implement.agent.calls import Caller
from backend_agent.implement.agent.context import Context
from backend_agent.implement.agent.limits import Circle, Ended, find_excess
from backend_agent.implement.agent.research import MOST_TURNS, Researched, Researcher
from backend_agent.implement.agent.tools.planning import show_plan
from backend_agent.implement.agent.tools.registry import DELEGATE
from backend_agent.implement.carry import settle_worktree
from backend_agent.values.agent import AgentPlan, Budget, CallDone
from backend_agent.values.conversation import (
    Answered,
    Asked,
    Entry,
    Reply,
    Told,
    ToolAnswer,
    ToolCall,
    ToolShape,
    Usage,
)

T = TypeVar("T")
MOST_NUDGES = 3
ASK_FOR_WORDS = "Nothing was said. Answer the question in words, or go on with the tools."
NUDGE = "Nothing was called. Go on with the tools; `finish` ends the work, a message does not."


class Step(Protocol):
    """One durable step under a name that is unique in the run."""

    def __call__(self, name: str, action: Callable[[], T], /) -> T: ...


Talk = Generator[Asked, Reply, Ended]
"""A conversation as what it asks next, until its end."""
Ask = Callable[[tuple[Asked, ...]], tuple[Reply, ...]]
"""The answers to questions that are asked at once, each in its own conversation."""
Note = Callable[[Entry, int], None]
Watch = Callable[[ToolCall, CallDone], None]


def ignore_call(_call: ToolCall, _done: CallDone) -> None:
    """The watcher of a conversation that nobody watches."""


class Loop:
    """One conversation. `usage` is all that it used so far, `plan` the model's plan as it stands.

    `spent` is what others have used up of the same budget by now; without a `researcher` it can have no
    questions answered. Where it `talks`, an answer without a call is its end, and there are
    at most MOST_TURNS."""

    def __init__(
        self,
        *,
        system: str,
        tools: tuple[ToolShape, ...],
        ask: Ask,
        caller: Caller,
        step: Step,
        note: Note,
        watch: Watch,
        budget: Budget,
        seconds: Callable[[], float],
        room: int,
        instructed: tuple[str, ...] = (),
        spent: Callable[[], Usage] = Usage,
        researcher: Researcher | None = None,
        talks: bool = False,
    ) -> None:
        self.usage = Usage()
        self.plan: AgentPlan | None = None
        self._system = system
        self._tools = tools
        self._ask = ask
        self._caller = caller
        self._step = step
        self._note = note
        self._watch = watch
        self._budget = budget
        self._seconds = seconds
        self._context = Context(room)
        self._instructed = frozenset(instructed)
        self._spent = spent
        self._researcher = researcher
        self._talks = talks
        self._complaints: frozenset[str] = frozenset()
        self._count = 0
        self._is_settled = False

    def unsettle(self) -> None:
        """Say that somebody else may have written into the worktree since the last call."""
        self._is_settled = False

    def find_excess(self) -> str:
        """Which limit is reached by now, "" while there is room."""
        return find_excess(self._budget, self._spent().plus(self.usage), self._seconds())

    def work(self, message: str) -> Ended:
        """Tell the model something and follow it to an end."""
        talk = self.talk(message)
        try:
            asked = next(talk)
            while True:
                (reply,) = self._step(f"ask #{self._count}", partial(self._ask, (asked,)))
                asked = talk.send(reply)
        except StopIteration as end:
            ended: Ended = end.value
            return ended

    def talk(self, message: str) -> Talk:
        """The same, for a caller who asks the model itself."""
        self._add(Told(text=message))
        self._complaints = frozenset()
        nudges, circle = 0, Circle()
        while True:
            excess = self.find_excess()
            if excess:
                return Ended(kind="budget", reason=excess)
            if self._talks and self.usage.requests >= MOST_TURNS:
                return Ended(kind="stopped", reason=f"no answer after {MOST_TURNS} turns")
            self._count += 1
            reply = yield Asked(
                system=self._system, tools=self._tools, entries=self._context.entries()
            )
            self.usage = self.usage.plus(reply.usage)
            self._add(reply)
            if reply.stop == "refusal":
                return Ended(kind="stopped", reason="the language model refused the task")
            if not reply.calls and self._talks and reply.text.strip():
                return Ended(kind="told", reason=reply.text)
            if not reply.calls:
                nudges += 1
                if nudges > MOST_NUDGES:
                    return Ended(kind="stopped", reason="the language model ended without a finish")
                self._add(Told(text=ASK_FOR_WORDS if self._talks else NUDGE))
                continue
            circle.note(reply)
            ended = self._answer(reply, circle.warning)
            if ended:
                return Ended(kind=ended)
            if circle.is_closed:
                reason = f"the language model made the same call {circle.count} times"
                return Ended(kind="stopped", reason=reason)
            self._context.make_room(reply, show_plan(self.plan) if self.plan else "")

    def _answer(self, reply: Reply, warning: str) -> str:
        answers: list[ToolAnswer] = []
        ended = ""
        for calls in split_calls(reply.calls):
            if ended:
                break
            for done in self._make_calls(calls, was_cut=reply.stop == "length"):
                answers.append(done.answer)
                ended = done.ended
        answered = Answered(answers=tuple(answers))
        if warning:
            answered = _with_warning(answered, warning)
        self._add(answered)
        return ended

    def _make_calls(self, calls: Sequence[ToolCall], *, was_cut: bool) -> list[CallDone]:
        """Each call in turn; then the questions among them together, and each told in its place."""
        made = [self._call(call, was_cut=was_cut) for call in calls]
        asking = [at for at, each in enumerate(made) if each.asks]
        if self._researcher and asking:
            questions = {made[at].name: made[at].done.answer.text for at in asking}
            answers = self._researcher.answer(questions, lambda: self._spent().plus(self.usage))
            for at, found in zip(asking, answers, strict=True):
                self.usage = self.usage.plus(found.usage)
                made[at].hear(found)
        for call, each in zip(calls, made, strict=True):
            if each.is_live:
                self._watch(call, each.done)
        return [each.done for each in made]

    def _call(self, call: ToolCall, *, was_cut: bool) -> _Made:
        self._count += 1
        name = f"{call.name} #{self._count}"
        live: list[CallDone] = []
        complaint = self._caller.name_complaint(self.plan, self._complaints)

        def make() -> CallDone:
            if not self._is_settled:
                settle_worktree(self._caller.bench.worktree, self._caller.bench.changes)
                self._is_settled = True
            done = self._caller.make_call(
                call, self.plan, self._instructed, self._complaints, was_cut=was_cut
            )
            live.append(done)
            return done

        done = self._step(name, make)
        if not live:
            # Recorded before: the worktree is settled to it before anything is done anew.
            self._caller.bench.adopt(done.changed)
        self.usage = self.usage.plus(Usage(tool_calls=1))
        self.plan = done.plan or self.plan
        self._instructed |= frozenset(done.instructed)
        if call.name == "finish" and done.answer.is_error and complaint:
            self._complaints |= {complaint}
        asks = call.name == DELEGATE and not done.answer.is_error
        return _Made(name=name, done=done, is_live=bool(live), asks=asks)

    def _add(self, entry: Entry) -> None:
        self._context.add(entry)
        self._note(entry, self._count)


@dataclass(slots=True, kw_only=True)
class _Made:
    """A call under the name of its step; `is_live` where it was made now, `asks` where it is a question."""

    name: str
    done: CallDone
    is_live: bool
    asks: bool

    def hear(self, found: Researched) -> None:
        answer = replace(self.done.answer, text=found.text, is_error=found.is_error)
        self.done = replace(self.done, answer=answer)


def split_calls(calls: tuple[ToolCall, ...]) -> list[tuple[ToolCall, ...]]:
    """The calls in order, neighbouring questions together: between them nothing is different."""
    groups = groupby(enumerate(calls), lambda at: -1 if at[1].name == DELEGATE else at[0])
    return [tuple(call for _, call in group) for _, group in groups]


def _with_warning(answered: Answered, warning: str) -> Answered:
    last = answered.answers[-1]
    return Answered(answers=(*answered.answers[:-1], replace(last, text=last.text + warning)))
