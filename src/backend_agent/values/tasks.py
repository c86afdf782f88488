"""Where repositories write down their commands, and by which words a command is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.stack import CommandKind, CommandOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A step that names a packaged action instead of a command: `uses` is a regex over its name,
    `line` the command it stands for; {key} is filled from the step's settings (`with`)."""

    uses: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForm:
    """`file` is a regex over a path relative to the component or the root.

    text         `pattern` finds a task: groups `name` and `body`, or `body` alone; group `space`
                 is put before the name with a colon (tasks of a namespace); group `parts` are names
                 of tasks that it starts first
    toml, json, yaml-table
                 `at` are dotted paths to a table of name = body (or a list of words)
    yaml         `at` are keys whose text or list holds commands, at any depth; `folders` are the
                 dotted paths beside them, or anywhere above, that name the folder; `actions` are
                 steps without a command; `words` is a key beside whose list is put behind the command
    file         the file itself is the task; its stem is the name

    `run` is how the task is started ({name}, {path}, {manager}); () = each line of the body is a
    command of its own. `placeholder` is a regex over what only the place itself can fill in; a word
    that holds one is left out. `manager` stands for {manager} where none is known. `aside` is a regex
    over paths of places that release, deploy or translate: what they run is trusted less.
    `lower` writes names as the runner wants them, in lower case; `managed` tasks are started in the
    environment that the package manager made. `quoted` commands stand in sentences, so that a short
    one may only be spoken of; `refused` is a regex over the sentence that says not to use it; `skips`
    one over what a program wrote into the file.
    """

    file: str
    syntax: Literal["text", "toml", "json", "jsonc", "yaml", "yaml-table", "file"]
    origin: CommandOrigin
    pattern: str = ""
    at: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    placeholder: str = ""
    manager: str = ""
    run: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    words: str = ""
    aside: str = ""
    lower: bool = False
    managed: bool = False
    quoted: bool = False
    refused: str = ""
    skips: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a person would type who finds nothing written down: `when` is a regex over a path of the
    component that must be there, `text` ("" = any) one over that file; `technology` must be found. Of
    the path are filled in {path}, {folder}, {stem} and {module}; `managed` runs in the environment that
    the package manager made."""

    kind: CommandKind
    argv: tuple[str, ...]
    when: str
    text: str = ""
    technology: str = ""
    managed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFormat:
    """`data/technologies/<kind>/<id>/tasks.toml`. `prefix` starts every tool of a project that this
    package manager manages, e.g. `uv run`. Of several `guesses` of a kind the first holds."""

    forms: tuple[TaskForm, ...] = ()
    prefix: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """`names` is a regex over the name of a task, a target or a script that does exactly this; `loose`
    one over names that do a part of it (`test-unit`); `lines` one over a command (without its runner)
    that no technology of the catalog claims; `unlike` over commands that a task of this name may run,
    and then does something else; `instead` over commands that make it something else where it runs
    nothing but them."""

    kind: CommandKind
    names: str
    loose: str = ""
    lines: str = ""
    unlike: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """`program` is started through the repository's own `file` where that is there (`mvn`, `mvnw`)."""

    program: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """`data/commands.toml`. `runners` are regexes cut off the front of a command before it is
    recognised, `containers` those that move it into a container; `target` finds the task that a
    command starts; `noise` are commands never meant; `idle` are options that change only what is
    printed or reported; `elided` words that may be there or not; `environment` those of a runner
    that change only how it prepares; `elsewhere` finds the folder that a command moves to (group 1,
    cut out); `variants` are names of tasks that serve an occasion (watching, coverage, one
    machine); `occasional` are words of a command that belong to its place only; `wide` are commands
    that do more than their kind; `single` is a regex over options and paths that choose one test;
    `sides` are parts of a name that only tell the backend from the rest; `standalone` are runners
    that need no environment around them; `writing` is a regex over commands that change files,
    `checking` over those that only look; `wrappers` are programs that a repository brings along."""

    kinds: tuple[KindWords, ...]
    runners: tuple[str, ...]
    containers: tuple[str, ...]
    target: tuple[str, ...]
    noise: str
    idle: tuple[str, ...]
    elided: tuple[str, ...]
    environment: tuple[str, ...]
    elsewhere: tuple[str, ...]
    variants: str
    occasional: str
    wide: str
    single: str
    sides: str
    standalone: str
    writing: str
    checking: str
    wrappers: tuple[Wrapper, ...]
