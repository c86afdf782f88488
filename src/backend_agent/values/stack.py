"""What detect answers: components, technologies, layers, habits and commands, each with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.evidence import Evidence

# Of what `detect --json` prints: raised when a field changes its meaning or goes.
SCHEMA_VERSION = 2
CommandKind = Literal[
    "install", "format", "lint", "types", "test", "migrate", "build", "image", "audit", "start",
    "test-file",
]  # fmt: skip
CommandOrigin = Literal[
    "instructions", "ci", "task-runner", "script", "manifest", "documentation", "default"
]
LayerRole = Literal[
    "models", "schemas", "repositories", "services", "routes", "registration",
    "migrations", "tests", "fixtures",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the repository. `cwd` is relative to the root ("" = root).

    `origin` says who documents it, the most reliable of all places (`instructions` are those written
    for coding agents); "default" marks a guess from the technology's own data. `writes` marks a
    command that changes files (a formatter without --check). `also` are the other places that name
    it, `runs` what a task, a target or a script starts.
    """

    kind: CommandKind
    argv: tuple[str, ...]
    cwd: str = ""
    origin: CommandOrigin = "default"
    evidence: Evidence | None = None
    technology: str = ""
    writes: bool = False
    also: tuple[Evidence, ...] = ()
    runs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What commands need: a service, a variable of the environment, or a program; `present` tells of a
    program whether this machine has it, None = not looked for."""

    kind: Literal["service", "variable", "tool"]
    name: str
    evidence: Evidence | None = None
    present: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTechnology:
    """A technology of the catalog seen in a component; `version` as declared or locked, else ""."""

    id: str
    title: str
    kind: str
    version: str = ""
    status: str = "active"
    replaced_by: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRuntime:
    """A version of a runtime (`python`, `node`, `rust_edition`) as one place states it: exact
    (`3.12.4`) or a range (`>=3.12`)."""

    name: str
    version: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Files of one role, relative to the root."""

    role: LayerRole
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One answer to a question about habits, and how often it was seen in the sample."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """A habit such as `file names: snake_case`; `share` is the part of the sample that keeps it, `counts`
    all answers, the most frequent first."""

    name: str
    value: str
    share: float = 1.0
    counts: tuple[Counted, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarFiles:
    """A resource of the repository to learn from, with its files by layer and why it ranks here."""

    resource: str
    score: float
    reasons: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarFile:
    """A file to read before a task, with the reasons, the weightiest first."""

    path: str
    role: LayerRole
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerImports:
    """How often files of one layer (or zone) import those of another, with the first places; against
    the order of the layers it is a `violation`."""

    importer: str
    imported: str
    count: int
    violation: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportGraph:
    """What was read from the syntax trees of `files` sources, at most `cap` of each layer; imports are
    followed among `indexed` sources."""

    files: int = 0
    cap: int = 0
    indexed: int = 0
    edges: tuple[LayerImports, ...] = ()

    @property
    def violations(self) -> tuple[LayerImports, ...]:
        return tuple(each for each in self.edges if each.violation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """`name` is "unknown" unless two independent signs agree (layout, document, enforcing tool)."""

    name: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One deployable. `path` is relative to the root ("" = root); `language` a catalog id.

    `runtimes` are all statements about runtimes, the most reliable of each first (`runtime` and
    `runtime_version` are its first); `libraries` are folders of other projects of the repository that
    it is made of.
    """

    path: str
    name: str
    language: str
    runtime: str = ""
    runtime_version: str = ""
    runtimes: tuple[FoundRuntime, ...] = ()
    libraries: tuple[str, ...] = ()
    technologies: tuple[FoundTechnology, ...] = ()
    commands: tuple[Command, ...] = ()
    needs: tuple[Need, ...] = ()
    architecture: Architecture = Architecture(name="unknown", reason="not examined")
    layers: tuple[Layer, ...] = ()
    imports: ImportGraph = ImportGraph()
    conventions: tuple[Convention, ...] = ()
    similar: tuple[SimilarFiles, ...] = ()

    def technology(self, kind: str) -> FoundTechnology | None:
        """The first technology of that kind, or None."""
        return next((found for found in self.technologies if found.kind == kind), None)

    def technology_ids(self) -> frozenset[str]:
        return frozenset(found.id for found in self.technologies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The whole repository. `components` are ordered: the likeliest backend first. `architecture` is
    that of all of it: microservices where two signs speak for them, else the first component's."""

    components: tuple[Component, ...]
    files: int
    schema_version: int = SCHEMA_VERSION
    architecture: Architecture = Architecture(name="unknown", reason="not examined")
    documents: tuple[Evidence, ...] = ()
    unknown: tuple[str, ...] = ()
