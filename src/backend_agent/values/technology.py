"""A technology of the catalog: how it is seen, what is current, by which commands it lives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from backend_agent.values.stack import CommandKind

TechnologyKind = Literal[
    "language", "framework", "orm", "migration", "database", "cache", "queue", "test", "linter",
    "formatter", "types", "package-manager", "auth", "ci", "container", "observability",
    "validation", "storage", "tool",
]  # fmt: skip


WITHOUT_PLURAL = frozenset({"auth", "ci", "observability", "storage", "types", "validation"})


def folder_of(kind: TechnologyKind) -> str:
    """The folder that holds the technologies of a kind: its plural."""
    return kind if kind in WITHOUT_PLURAL else f"{kind}s"


# What engines fill into a command's words; check-data refuses any other.
PLACEHOLDERS = frozenset(
    {"paths", "message", "slug", "report", "scratch", "app", "port", "dockerfile", "count"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One sign of the technology. `type`:

    dependency  `pattern` is a regex over a normalised package name of the registry `registry`
    file        regex over a path relative to the component
    content     regex over the text of files whose relative path matches regex `within`; `@settings`
                and `@images` stand for the places that `data/layout.toml` gives those names
    image       regex over the names of container images, without their tags
    import      regex over the text of the component's source files (a bounded sample)

    `example` is a text the pattern must match (check-data proves it); `strong` False = only confirms.
    """

    type: Literal["dependency", "file", "content", "image", "import"]
    pattern: str
    example: str
    registry: str = ""
    within: str = ""
    strong: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedVersion:
    """`verified` was current on `verified_on` (ISO date): returned by the package registry, or
    `recorded` from release notes where no registry has it."""

    verified: str
    verified_on: str
    source: Literal["registry", "recorded"] = "registry"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStatus:
    """Whether it is still made. What is not names its successors (ids, or titles of what has no
    folder of data), who says so (`source`), and since when (an ISO date, or its beginning)."""

    state: Literal["active", "maintenance", "deprecated", "archived"] = "active"
    replaced_by: tuple[str, ...] = ()
    source: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionStatus:
    """What became of every version below `below` (dotted numbers): `below = "5"` speaks of 4.21."""

    below: str
    status: LifeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCommand:
    """A command by data. `argv` may hold {placeholders}: {paths} the touched paths ("." = all),
    {message} a text, {slug} the same as one word, {report} a file in the log folder that the reader
    reads, {scratch} a folder
    that is thrown away, {app} the application as `module:name`. An argument whose placeholder nobody fills is left out.

    `reader` names a reader of verify/checks/readers; `needs` are programs that must be found;
    `timeout` in seconds; `when` are component-relative files of which one must exist ("" = always);
    `network` = the registry must be reachable; `writes` = it changes files; `success` = exit codes
    that are a pass when the reader agrees; `exclusive` = shares a database, so never in parallel.
    `when_text` is a regex that the `when` file's text must match; {count} is the number of the
    change's new migrations (at least 1), {dockerfile} the image's definition.
    `files` is a regex over paths that {paths} may hold ("" = any); `drops` are options of a documented
    command that a check leaves out (they write, or change the form that the reader reads);
    `home` is the name of a settings file in whose folder the command runs, where the component has it;
    `marks` are options without which a documented call of the program is another tool;
    `answers` is a command that must succeed first (an engine that has to be up); `plain` is how a
    person would type it (() = the words before the first option); `guess` False = a check of ours, no
    command that somebody who finds none written down would type.
    """

    kind: CommandKind | Literal["migration-create", "migrate-down", "migrate-drift", "routes"]
    argv: tuple[str, ...]
    reader: str = "exit-code"
    needs: tuple[str, ...] = ()
    timeout: int = 300
    when: tuple[str, ...] = ()
    network: bool = False
    writes: bool = False
    success: tuple[int, ...] = (0,)
    exclusive: bool = False
    files: str = ""
    when_text: str = ""
    drops: tuple[str, ...] = ()
    home: str = ""
    marks: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    guess: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeStart:
    """How the service is started and known to be ready; `{port}` is a free loopback port. `{app}` is the
    application as its sources name it; `{file}`, `{folder}` and `{module}` are of the file that makes the
    service: its text matches `entry`, its path in the component `files`."""

    start: tuple[str, ...]
    ready: str = "/"
    port_variable: str = ""
    entry: str = ""
    files: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """One folder of `data/technologies/<kind>/<id>/technology.toml`.

    `packages` of the package registry `registry`, the first being the one that is installed;
    `language` is a technology's id, "" for what serves every language. `implies` are technologies
    that are there when this one is; `supersedes` are those it is built on, so that they are not named
    beside it; `requires`: it is named only where one of these is found; `alone`: only where nothing
    else of its kind is; `manager`: only in projects of that package manager.
    """

    id: str
    title: str
    kind: TechnologyKind
    language: str = ""
    packages: tuple[str, ...] = ()
    registry: str = ""
    signals: tuple[Signal, ...] = ()
    version: VerifiedVersion | None = None
    status: LifeStatus = LifeStatus()
    older: tuple[VersionStatus, ...] = ()
    commands: tuple[ToolCommand, ...] = ()
    probe: ProbeStart | None = None
    implies: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    alone: bool = False
    manager: str = ""

    def status_of(self, version: str) -> LifeStatus:
        """The status of a declared version (`4.21.2`, `^4.17`); unreadable ones count as current."""
        number = _read_numbers(version)
        for older in self.older:
            if number and number < _read_numbers(older.below):
                return older.status
        return self.status


def _read_numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\D{0,3}(\d+(?:\.\d+)*)", version.strip())
    return tuple(int(part) for part in found[1].split(".")) if found else ()
