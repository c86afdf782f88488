"""The loop: ask, do what was called, answer, until a typed `finish` or a limit ends it.

Every answer of the model and every call is a step of its own that is recorded when it has ended, so that
a run that is killed goes on behind the last one: nothing is asked or done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from backend_agent.implement.agent.calls import Caller
from backend_agent.implement.agent.context import Context
from backend_agent.implement.agent.limits import Circle, Ended, find_excess
from backend_agent.implement.agent.research import MOST_TURNS, Researcher
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


Ask = Callable[[Asked], Reply]
Note = Callable[[Entry, int], None]
Watch = Callable[[ToolCall, CallDone], None]


def ignore_call(_call: ToolCall, _done: CallDone) -> None:
    """The watcher of a conversation that nobody watches."""


class Loop:
    """One conversation. `usage` is all that it used so far, `plan` the model's plan as it stands.

    `spent` was used up before it began and counts against the same budget; without a `researcher` it
    can have no questions answered. Where it `talks`, an answer without a call is its end, and there are
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
        spent: Usage = Usage(),  # noqa: B008 - frozen
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

    def work(self, message: str) -> Ended:
        """Tell the model something and follow it to an end."""
        self._add(Told(text=message))
        self._complaints = frozenset()
        nudges, circle = 0, Circle()
        while True:
            excess = find_excess(self._budget, self._spent.plus(self.usage), self._seconds())
            if excess:
                return Ended(kind="budget", reason=excess)
            if self._talks and self.usage.requests >= MOST_TURNS:
                return Ended(kind="stopped", reason=f"no answer after {MOST_TURNS} turns")
            reply = self._ask_next()
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

    def _ask_next(self) -> Reply:
        self._count += 1
        asked = Asked(system=self._system, tools=self._tools, entries=self._context.entries())
        reply = self._step(f"ask #{self._count}", lambda: self._ask(asked))
        self.usage = self.usage.plus(reply.usage)
        self._add(reply)
        return reply

    def _answer(self, reply: Reply, warning: str) -> str:
        answers, ended = [], ""
        for call in reply.calls:
            if ended:
                break
            done = self._call(call, was_cut=reply.stop == "length")
            answers.append(done.answer)
            ended = done.ended
        answered = Answered(answers=tuple(answers))
        if warning:
            answered = _with_warning(answered, warning)
        self._add(answered)
        return ended

    def _call(self, call: ToolCall, *, was_cut: bool) -> CallDone:
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
        if call.name == DELEGATE and self._researcher and not done.answer.is_error:
            done = self._research(name, done, self._researcher)
        if live:
            self._watch(call, done)
        else:
            # Recorded before: the worktree is settled to it before anything is done anew.
            self._caller.bench.adopt(done.changed)
        self.usage = self.usage.plus(Usage(tool_calls=1))
        self.plan = done.plan or self.plan
        self._instructed |= frozenset(done.instructed)
        if call.name == "finish" and done.answer.is_error and complaint:
            self._complaints |= {complaint}
        return done

    def _research(self, name: str, done: CallDone, researcher: Researcher) -> CallDone:
        """The call with the answer to its question; each turn for it is a step of its own."""
        spent = self._spent.plus(self.usage).plus(Usage(tool_calls=1))
        found = researcher.answer(name, done.answer.text, spent)
        self.usage = self.usage.plus(found.usage)
        answer = replace(done.answer, text=found.text, is_error=found.is_error)
        return replace(done, answer=answer)

    def _add(self, entry: Entry) -> None:
        self._context.add(entry)
        self._note(entry, self._count)


def _with_warning(answered: Answered, warning: str) -> Answered:
    last = answered.answers[-1]
    return Answered(answers=(*answered.answers[:-1], replace(last, text=last.text + warning)))
