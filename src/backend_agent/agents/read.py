"""From the text of one file to a definition of an agent, or to the line that is wrong and why."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from typing import Any

from backend_agent.agents.front_matter import Field, FrontMatter, split_front_matter
from backend_agent.values.definition import (
    AgentDefinition,
    DefinitionFault,
    DefinitionNote,
    Effort,
    MemoryScope,
    PermissionMode,
    Prose,
    Scope,
    ToolGrant,
)

NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,99}(:[A-Za-z0-9][\w.-]{0,99})?")
MODEL = re.compile(r"[A-Za-z0-9][\w.:/@\[\]-]{0,199}")
TOOL = re.compile(r"[A-Za-z_*][\w.*/:-]*")
COLORS = frozenset({"red", "blue", "green", "yellow", "purple", "orange", "pink", "cyan"})


class _Wrong(Exception):
    """A field that cannot be read; made into a fault where the file is known."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def read_definition(
    content: bytes, path: str, scope: Scope
) -> AgentDefinition | DefinitionFault | DefinitionNote:
    """The definition, the fault of a broken one, or a note for a document that defines no agent.

    Fields as documented for sub-agents of Claude Code; a file without `name` is a document.
    """
    split = split_front_matter(content, path)
    if split is None:
        return DefinitionNote(path=path, line=1, text="no front matter, so it defines no agent")
    if isinstance(split, DefinitionFault):
        return split
    if "name" not in split.fields:
        return DefinitionNote(path=path, line=1, text="no `name`, so it defines no agent")
    try:
        return _build(split, path, scope)
    except _Wrong as wrong:
        return DefinitionFault(path=path, line=wrong.line, reason=wrong.reason)


def _build(split: FrontMatter, path: str, scope: Scope) -> AgentDefinition:
    if split.doubles:
        name, line = next(iter(split.doubles.items()))
        raise _Wrong(line, f"`{name}` stands here a second time")
    given = {
        FIELDS[name][0]: FIELDS[name][1](field, name)
        for name, field in split.fields.items()
        if name in FIELDS and field.value is not None
    }
    for name in ("name", "description"):
        if name not in given:
            line = split.fields[name].line if name in split.fields else 1
            raise _Wrong(line, f"`{name}` is missing or empty")
    if not split.body and scope != "package":
        raise _Wrong(1, "nothing stands behind the front matter, so the agent has no instructions")
    notes = tuple(
        DefinitionNote(path=path, line=field.line, text=f"`{name}` is no documented field")
        for name, field in split.fields.items()
        if name not in FIELDS
    )
    color = str(given.get("color", ""))
    if color and color not in COLORS:
        text = f"`color: {color}` is none of {', '.join(sorted(COLORS))}"
        notes += (DefinitionNote(path=path, line=split.fields["color"].line, text=text),)
    return AgentDefinition(prompt=Prose(split.body), path=path, scope=scope, notes=notes, **given)


# --- one reader per kind of field: (field, its name) → value, or _Wrong with the line


def _read_text(field: Field, name: str) -> str:
    if not isinstance(field.value, str) or not field.value.strip():
        raise _Wrong(field.line, f"`{name}` must be a text that is not empty")
    return field.value.strip()


def _read_prose(field: Field, name: str) -> Prose:
    return Prose(_read_text(field, name))


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[Field, str], str]:
    def read(field: Field, name: str) -> str:
        text = _read_text(field, name)
        if not pattern.fullmatch(text):
            raise _Wrong(field.line, f"`{name}` must be {what}")
        return text

    return read


def _one_of(literal: Any) -> Callable[[Field, str], str]:
    allowed = typing.get_args(literal)

    def read(field: Field, name: str) -> str:
        if field.value not in allowed:
            raise _Wrong(field.line, f"`{name}` must be one of {', '.join(allowed)}")
        return str(field.value)

    return read


def _read_flag(field: Field, name: str) -> bool:
    if not isinstance(field.value, bool):
        raise _Wrong(field.line, f"`{name}` must be true or false")
    return field.value


def _read_count(field: Field, name: str) -> int:
    if isinstance(field.value, bool) or not isinstance(field.value, int) or field.value < 1:
        raise _Wrong(field.line, f"`{name}` must be a whole number from 1")
    return field.value


def _read_texts(field: Field, name: str) -> tuple[str, ...]:
    """A list of texts, or one text with commas."""
    if isinstance(field.value, str):
        return tuple(part for part in _split_outside_brackets(field.value) if part)
    if isinstance(field.value, list) and all(isinstance(each, str) for each in field.value):
        return tuple(each.strip() for each in field.value if each.strip())
    raise _Wrong(field.line, f"`{name}` must be a list of texts, or a text with commas")


def _read_tools(field: Field, name: str) -> tuple[ToolGrant, ...]:
    return tuple(_read_grant(text, field, name) for text in _read_texts(field, name))


def _read_grant(text: str, field: Field, name: str) -> ToolGrant:
    head, bracket, rest = text.partition("(")
    if not TOOL.fullmatch(head.strip()) or (bracket and not rest.rstrip().endswith(")")):
        raise _Wrong(field.line, f"`{name}`: {text!r} is not the name of a tool")
    inner = rest.rstrip()[:-1] if bracket else ""
    within = tuple(part for part in _split_outside_brackets(inner) if part)
    # `Task` is the older name of `Agent`.
    return ToolGrant(name="Agent" if head.strip() == "Task" else head.strip(), within=within)


def _split_outside_brackets(text: str) -> tuple[str, ...]:
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(part.strip() for part in parts)


def _read_servers(field: Field, name: str) -> tuple[str, ...]:
    """Names of servers, each alone or as the key of its settings; a mapping by name as well."""
    entries = field.value
    if isinstance(entries, dict):
        entries = list(entries)
    if not isinstance(entries, list):
        raise _Wrong(field.line, f"`{name}` must be a list of servers")
    names: list[str] = []
    for entry in entries:
        if isinstance(entry, dict) and len(entry) == 1:
            entry = next(iter(entry))
        if not isinstance(entry, str) or not entry:
            raise _Wrong(field.line, f"`{name}`: each must be a name, or a name with its settings")
        names.append(entry)
    return tuple(names)


def _read_hooks(field: Field, name: str) -> tuple[str, ...]:
    if not isinstance(field.value, dict) or not all(isinstance(key, str) for key in field.value):
        raise _Wrong(field.line, f"`{name}` must map events to what runs")
    return tuple(field.value)


FIELDS: dict[str, tuple[str, Callable[[Field, str], Any]]] = {
    "name": ("name", _matching(NAME, "letters, digits and hyphens without a space")),
    "description": ("description", _read_prose),
    "tools": ("tools", _read_tools),
    "disallowedTools": ("denied", _read_tools),
    "model": ("model", _matching(MODEL, "an alias (sonnet, opus, haiku, inherit) or a full id")),
    "permissionMode": ("permission_mode", _one_of(PermissionMode)),
    "maxTurns": ("max_turns", _read_count),
    "skills": ("skills", _read_texts),
    "mcpServers": ("servers", _read_servers),
    "hooks": ("hooks", _read_hooks),
    "memory": ("memory", _one_of(MemoryScope)),
    "background": ("background", _read_flag),
    "effort": ("effort", _one_of(Effort)),
    "isolation": ("isolation", _one_of(typing.Literal["worktree"])),
    "color": ("color", _read_text),
    "initialPrompt": ("initial_prompt", _read_prose),
}
