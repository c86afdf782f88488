"""The one application model read from code; every phase that speaks of routes or models uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backend_agent.values.changes import RouteKey
from backend_agent.values.evidence import Evidence

# A dependency that opens a database session guards by position, not by meaning.
_SPEAKS_OF_ACCESS = re.compile(
    r"^(?!.*(?:headers|request_?form))(?:.*(?:user|auth|token|permi|role|admin|secur|login|principal"
    r"|api_?key|owner|scope|claim|member|jwt|bearer|saml|credential|sign(?:ed)?_?in|require_?client))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation. `guards` are the resolved names that must succeed before the handler runs
    (dependencies, middleware, decorators), from the outermost mount to the handler; `exempt` is the
    mark that lifts guards from this route, such as `Public`; `body` is where the handler's code
    stands, with its text, None where that is not in the repository."""

    method: str
    path: str
    handler: str
    evidence: Evidence
    guards: tuple[str, ...] = ()
    request_schema: str = ""
    response_schema: str = ""
    status: int = 200
    hidden: bool = False
    exempt: str = ""
    body: Evidence | None = field(default=None, repr=False)

    @property
    def key(self) -> RouteKey:
        return RouteKey(method=self.method, path=self.path)

    @property
    def access_guards(self) -> tuple[str, ...]:
        """The guards whose names speak of who is asking; a name is a sign, no proof."""
        return tuple(guard for guard in self.guards if _SPEAKS_OF_ACCESS.search(guard))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One field of a model or schema; `type` is the text as declared."""

    name: str
    type: str
    evidence: Evidence
    nullable: bool = False
    required: bool = True
    primary_key: bool = False
    unique: bool = False
    index: bool = False
    foreign_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An attribute that leads to other models and is no column; `back` is the attribute there."""

    name: str
    target: str
    evidence: Evidence
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index over one or several columns, declared beside them."""

    columns: tuple[str, ...]
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A persistent model (`table` set) or a request/response schema (`table` empty).

    `attributes` and `relations` are the effective ones: inherited first, each with the evidence of
    the class that declares it (so what a class declares itself is what lies in its own lines).
    """

    name: str
    evidence: Evidence
    table: str = ""
    parents: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[Relation, ...] = ()
    indexes: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """`creates` are the tables it creates; `touches` those that any of its operations names."""

    path: str
    id: str
    parent: str = ""
    creates: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value read from the environment; `required` when the program has no default for it."""

    name: str
    evidence: Evidence
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`unresolved` lists what static reading could not decide, so that no consumer takes silence for absence."""

    routes: tuple[Route, ...] = ()
    models: tuple[Entity, ...] = ()
    schemas: tuple[Entity, ...] = ()
    migrations: tuple[Migration, ...] = ()
    settings: tuple[Setting, ...] = ()
    unresolved: tuple[Evidence, ...] = ()
