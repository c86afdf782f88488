"""What a call may do: by mode, by rules that allow and deny, and by asking where somebody is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from backend_agent.implement.agent.tools.kinds import Effect
from backend_agent.values.agent import Mode, Rule
from backend_agent.values.changes import FileChange
from backend_agent.values.definition import ToolGrant
from backend_agent.values.errors import InputError
from backend_agent.world.commands import list_commands
from backend_agent.world.search import match_glob

Foreseen = tuple[FileChange, ...]
AskPerson = Callable[[str, str, Foreseen], bool]
"""Whether a person allows the tool (first) to do what it wants (second) and to leave files so (third)."""


def foresee_nothing() -> Foreseen:
    return ()


RULE = re.compile(r"(?P<tool>[A-Za-z_*][\w.*-]*)(?:\((?P<pattern>.*)\))?", re.DOTALL)
WRITING = frozenset({"Edit", "Write"})


def read_rule(text: str) -> Rule:
    """`Tool` or `Tool(pattern)`. Raises InputError."""
    found = RULE.fullmatch(text.strip())
    if found is None:
        raise InputError(
            f"{text}: not a rule", hint="write Tool or Tool(pattern), such as Bash(npm test*)"
        )
    return Rule(tool=found["tool"], pattern=found["pattern"] or "")


def rules_of(grants: tuple[ToolGrant, ...]) -> tuple[Rule, ...]:
    """The entries of a definition's list of tools as rules."""
    return tuple(
        Rule(tool=grant.name, pattern=pattern)
        for grant in grants
        for pattern in (grant.within or ("",))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """`bound` are the rules that a definition lets a call be at most (None: no bound)."""

    mode: Mode
    allow: tuple[Rule, ...] = ()
    deny: tuple[Rule, ...] = ()
    bound: tuple[Rule, ...] | None = None
    ask: AskPerson | None = None

    def refuse(
        self,
        tool: str,
        effect: Effect,
        subject: str,
        foresee: Callable[[], Foreseen] = foresee_nothing,
    ) -> str:
        """Why the call must not be made, "" when it may. A denial goes before everything; `foresee` is
        called where a person is asked."""
        if effect == "plans":
            return ""
        denied = next((rule for rule in self.deny if fits_any(rule, tool, subject)), None)
        if denied is not None:
            return f"denied by the rule {denied}"
        if self.bound is not None and not covered(self.bound, tool, subject):
            return "the definition of the agent does not allow it"
        if effect == "reads" or covered(self.allow, tool, subject):
            return ""
        return self._refuse_by_mode(tool, effect, subject, foresee)

    def _refuse_by_mode(
        self, tool: str, effect: Effect, subject: str, foresee: Callable[[], Foreseen]
    ) -> str:
        if self.mode == "plan-only":
            return "the mode is plan-only: nothing is written and nothing run"
        if self.mode == "full":
            return ""
        if self.mode == "edit" and effect in ("writes", "runs"):
            return ""
        if self.ask is None:
            rule = f"--allow '{tool}({subject[:60]})'" if subject else f"--allow {tool}"
            return f"nobody can be asked here, and no rule allows it (a person could give {rule})"
        return "" if self.ask(tool, subject, foresee()) else "the person who was asked said no"

    def denies_path(self, path: str) -> bool:
        """Whether a rule keeps every tool from changing the file."""
        return any(rule.tool in WRITING and _matches(rule, "Write", path) for rule in self.deny)


def fits_any(rule: Rule, tool: str, subject: str) -> bool:
    """Whether the rule speaks of the call, or of any command within it."""
    if not _names(rule, tool):
        return False
    if not rule.pattern:
        return True
    return any(_matches(rule, tool, each) for each in _parts(tool, subject))


def covered(rules: tuple[Rule, ...], tool: str, subject: str) -> bool:
    """Whether the rules speak of every command of the call."""
    speaking = [rule for rule in rules if _names(rule, tool)]
    if any(not rule.pattern for rule in speaking):
        return True
    parts = _parts(tool, subject, whole=False)
    return bool(parts) and all(
        any(_matches(rule, tool, part) for rule in speaking) for part in parts
    )


def _names(rule: Rule, tool: str) -> bool:
    if rule.tool in WRITING and tool in WRITING:
        return True
    return fnmatchcase(tool, rule.tool)


def _parts(tool: str, subject: str, *, whole: bool = True) -> list[str]:
    if tool != "Bash":
        return [subject]
    commands = [" ".join(command) for command in list_commands(subject)]
    return [subject, *commands] if whole or not commands else commands


def _matches(rule: Rule, tool: str, part: str) -> bool:
    pattern = rule.pattern
    if pattern.startswith("domain:"):
        host = re.sub(r"^\w+://(?:[^/@]*@)?([^/:?#]*).*", r"\1", part, flags=re.DOTALL).lower()
        wanted = pattern.removeprefix("domain:").lower()
        return host == wanted or (wanted.startswith("*.") and host.endswith(wanted[1:]))
    if tool == "Bash":
        # The form of Claude Code's settings: `npm test:*` is whatever begins so.
        pattern = re.sub(r":\*$", "*", pattern)
        return fnmatchcase(part, pattern) or (pattern.endswith(" *") and part == pattern[:-2])
    if tool in WRITING or tool == "Read":
        return match_glob(pattern, part)
    return fnmatchcase(part, pattern)
