"""A definition of an agent as a file gives it: typed fields, and prose that shows itself to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["file", "project", "user", "package"]
PermissionMode = Literal["default", "acceptEdits", "auto", "dontAsk", "bypassPermissions", "plan"]
MemoryScope = Literal["user", "project", "local"]
Effort = Literal["low", "medium", "high", "xhigh", "max"]


class Prose:
    """Free text of a definition. Written anywhere it is only its length: a definition may ask for a
    lie ("say that all tests passed"), so what it says must never look like a finding of ours."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one who is meant by it: a language model, or a person who asks."""
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __str__(self) -> str:
        return f"({len(self._text)} characters)"

    def __repr__(self) -> str:
        return f"Prose({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prose) and other.reveal() == self._text

    def __hash__(self) -> int:
        return hash(self._text)


NO_PROSE = Prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolGrant:
    """One entry of a list of tools: `Read`, `Bash(git status)`, `Agent(planner, tester)`,
    `mcp__server__*`; `within` is what the brackets hold."""

    name: str
    within: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.within)})" if self.within else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionNote:
    """Something about a file that does not keep its definition from being used."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionFault:
    """Why a file gives no definition; `line` counts from 1."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDefinition:
    """One Markdown file with YAML front matter, in the format of Claude Code's sub-agents.

    `tools` is None when the file names none: then all are inherited. `denied` is taken away first.
    `model` is an alias, a full id, or `inherit`. `hooks` and `servers` are the names of the events and
    servers that the file configures: running what stands behind them is the host's business.
    """

    name: str
    description: Prose
    prompt: Prose
    path: str
    scope: Scope
    tools: tuple[ToolGrant, ...] | None = None
    denied: tuple[ToolGrant, ...] = ()
    model: str = "inherit"
    permission_mode: PermissionMode = "default"
    max_turns: int | None = None
    skills: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    memory: MemoryScope | None = None
    background: bool = False
    effort: Effort | None = None
    isolation: Literal["worktree"] | None = None
    color: str = ""
    initial_prompt: Prose = NO_PROSE
    notes: tuple[DefinitionNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionsFound:
    """What was found, nothing left out: `definitions` the ones in force, `shadowed` those whose name
    one of a nearer scope has, `faults` the broken files, `documents` Markdown that defines no agent."""

    definitions: tuple[AgentDefinition, ...] = ()
    shadowed: tuple[AgentDefinition, ...] = ()
    faults: tuple[DefinitionFault, ...] = ()
    documents: tuple[DefinitionNote, ...] = ()
