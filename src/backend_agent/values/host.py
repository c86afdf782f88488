"""A host: a program that runs coding agents, where it keeps its settings and how its hooks talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HostPart = Literal["definition", "server", "hook"]
FileFormat = Literal["json", "toml", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPlace:
    """One entry in one settings file. `project` is relative to the repository, `user` begins with `~`
    (`user_macos` where macOS differs); of several the first that exists is taken, else the first.

    `at` is the way to the entry from the document's root; a last "+" = an element of a list.
    `value` is the entry: JSON for `json`, the lines of a table for `toml`, the whole file for
    `text`. `missing` is what a file that is not there begins with. {command} is the program. `text` may hold
    {definition} and {body_text} of the agent as they are, {name}, {description} and {body} quoted
    as YAML, TOML and JSON all read them.
    """

    part: HostPart
    format: FileFormat
    value: str
    project: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    user_macos: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookFormat:
    """How the host's hooks talk: names of fields of what they are given on stdin, and JSON answers.

    `session` (the first that is there) names the conversation, `folder` where it works, `again` is
    true (or above 0) in a turn that a hook has prolonged. `block` sends the agent back to work with
    {reason}; `tell` shows the person a {message} ("" = standard error has to do).
    """

    session: tuple[str, ...]
    folder: str
    again: str
    block: str
    tell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFormat:
    """`hosts/*.toml`. `tried` = with the real program, `documented` = from its documentation alone;
    `home_variable` replaces `home` where the user has set it; `notes` is what a person must know."""

    title: str
    evidence: Literal["tried", "documented"]
    source: str
    places: tuple[HostPlace, ...]
    hook: HookFormat | None = None
    home: str = ""
    home_variable: str = ""
    notes: tuple[str, ...] = ()
