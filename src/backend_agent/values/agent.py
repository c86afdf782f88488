"""How the loop of a language model works: its options, its plan with states, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.changes import FileChange
from backend_agent.values.conversation import ToolAnswer, Usage
from backend_agent.values.event import Phase

Mode = Literal["plan-only", "ask", "edit", "full"]
StepState = Literal["pending", "doing", "done", "dropped"]
FileAction = Literal["create", "modify", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`Bash(git push *)`: a tool and what of it; "" means all of it. In a path `**` crosses folders."""

    tool: str
    pattern: str = ""

    def __str__(self) -> str:
        return f"{self.tool}({self.pattern})" if self.pattern else self.tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A command around tools, run in the sandbox with the call as JSON on its input; exit code 2 says no.
    `tool` is a name, or "*"."""

    when: Literal["before", "after"]
    command: str
    tool: str = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server of the Model Context Protocol that the user named: a command, or the address of one."""

    name: str
    command: str = ""
    args: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits of a run, 0 = none: US dollars, tokens in and out, minutes, calls of tools."""

    cost: float = 0.0
    tokens: int = 0
    minutes: float = 0.0
    tool_calls: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRaise:
    """Limits given anew when a run goes on; None leaves what it began with."""

    cost: float | None = None
    tokens: int | None = None
    minutes: float | None = None
    tool_calls: int | None = None

    def over(self, budget: Budget) -> Budget:
        return Budget(
            cost=budget.cost if self.cost is None else self.cost,
            tokens=budget.tokens if self.tokens is None else self.tokens,
            minutes=budget.minutes if self.minutes is None else self.minutes,
            tool_calls=budget.tool_calls if self.tool_calls is None else self.tool_calls,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentOptions:
    """`llm` is `provider:name` ("" = no language model), `url` another address of its wire, `agent` the
    name or file of a definition. `context` in tokens, 0 = what the model has."""

    llm: str = ""
    url: str = ""
    agent: str = ""
    mode: Mode = "edit"
    allow: tuple[Rule, ...] = ()
    deny: tuple[Rule, ...] = ()
    hooks: tuple[Hook, ...] = ()
    servers: tuple[Server, ...] = ()
    budget: Budget = Budget()
    context: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFile:
    """A file that the plan names. `purpose` and `reason` are the model's words: never in a report."""

    path: str
    action: FileAction = "modify"
    purpose: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStep:
    title: str
    state: StepState = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPlan:
    """The model's plan as the loop keeps it; files with a `reason` were added while it worked."""

    files: tuple[AgentFile, ...] = ()
    steps: tuple[AgentStep, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(file.path for file in self.files)

    @property
    def open_steps(self) -> tuple[tuple[int, AgentStep], ...]:
        return tuple(
            (at, step)
            for at, step in enumerate(self.steps, start=1)
            if step.state in ("pending", "doing")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseUsage:
    """What a phase asked of which language model."""

    phase: Phase
    part: str
    llm: str
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDone:
    """What became of one call, as it is recorded: the answer, the files that are different, the plan
    afterwards, the instructions that were told for the first time, and how the work ended, if it did."""

    answer: ToolAnswer
    changed: tuple[FileChange, ...] = ()
    plan: AgentPlan | None = None
    instructed: tuple[str, ...] = ()
    ended: Literal["", "done", "blocked"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a conversation begins with: what stands first, and the task."""

    system: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a verdict must know of the loop: files it changed outside of its plan, files of tests that
    it removed, and why it stopped before it was done ("" where it was done)."""

    outside: tuple[str, ...] = ()
    removed_tests: tuple[str, ...] = ()
    stopped: str = ""


NO_OPTIONS = AgentOptions()
NO_ACCOUNT = Account()
