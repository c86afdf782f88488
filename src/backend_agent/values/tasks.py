"""Where repositories write down their commands, and by which words a command is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.stack import CommandKind, CommandOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """`file` is a regex over a path relative to the component or the root.

    text         `pattern` finds a task: groups `name` and `body`, or `body` alone
    toml, json   `at` are dotted paths to a table of name = body (or a list of words)
    yaml         `at` are keys whose text or list holds commands, at any depth; `folders` are the
                 dotted paths beside them, or anywhere above, that name the folder
    file         the file itself is the task; its stem is the name

    `run` is how the task is started ({name}, {path}, {manager}); () = each line of the body is a
    command of its own. `placeholder` is a regex over what only the place itself can fill in; a word
    that holds one is left out. `manager` stands for {manager} where none is known.
    """

    file: str
    syntax: Literal["text", "toml", "json", "yaml", "file"]
    origin: CommandOrigin
    pattern: str = ""
    at: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    placeholder: str = ""
    manager: str = ""
    run: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFormat:
    """`data/technologies/<kind>/<id>/tasks.toml`. `prefix` starts every tool of a project that this
    package manager manages, e.g. `uv run`."""

    forms: tuple[TaskForm, ...] = ()
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """`names` is a regex over the name of a task, a target or a script that does this; `lines` one
    over a command (without its runner) that no technology of the catalog claims."""

    kind: CommandKind
    names: str
    lines: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """`data/commands.toml`. `runners` are regexes cut off the front of a command before it is
    recognised; `target` finds the task that a command starts; `noise` are commands never meant."""

    kinds: tuple[KindWords, ...]
    runners: tuple[str, ...]
    target: tuple[str, ...]
    noise: str
