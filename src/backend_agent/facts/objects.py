"""What names stand for while a program is followed without running it."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend_agent.facts.code import Class, Function
from backend_agent.values.evidence import Evidence
from backend_agent.values.grammar import Grammar
from backend_agent.values.routing_format import RouterForm, RoutingForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What static reading cannot tell; `source` is how the program writes it."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A name that the repository does not define: `fastapi.APIRouter`, or a built-in's bare name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A constant that is no text: its source says it."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    name: str
    value: Value
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """An object literal or a dictionary."""

    pairs: tuple[Pair, ...]

    def get(self, name: str) -> Value | None:
        return next((pair.value for pair in self.pairs if pair.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """The result of calling something outside; `receiver` is what a method was called on, `sources`
    are the arguments as written."""

    name: str
    arguments: tuple[Value, ...]
    keywords: tuple[Pair, ...]
    source: str
    line: int
    receiver: Value | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A type with its parameters (`Page[Item]`), which stands for the type when it is called."""

    of: Value
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name of another module of the repository, looked up when it is needed."""

    path: str
    name: str


@dataclass(eq=False, slots=True, kw_only=True)
class Frame:
    """The names of one module, class or function call; `sources` are modules imported whole."""

    path: str
    grammar: Grammar = field(repr=False)
    names: dict[str, Value] = field(default_factory=dict, repr=False)
    parent: Frame | None = field(default=None, repr=False)
    sources: list[str] = field(default_factory=list)


@dataclass(eq=False, frozen=True, slots=True, kw_only=True)
class Procedure:
    """A function of the repository with the names it sees; `through` are functions that were called
    with it and stand before it."""

    function: Function
    frame: Frame
    through: tuple[str, ...] = ()


@dataclass(eq=False, slots=True, kw_only=True)
class Shape:
    """A class of the repository; `body` holds its own attributes once they were read."""

    definition: Class
    frame: Frame
    body: Frame | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Instance:
    shape: Shape
    names: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A handler on a router; `path` is a text when it could be read."""

    methods: tuple[str, ...]
    path: Value
    handler: Value
    handler_source: str
    evidence: Evidence
    guards: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    request: Value | None = None
    response: Value | None = None
    status: Value | None = None
    hidden: bool = False
    conditions: tuple[str, ...] = ()
    version: Value | None = None
    exempt: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounted:
    child: Value
    prefix: Value
    evidence: Evidence
    guards: tuple[str, ...] = ()
    hidden: bool = False
    conditions: tuple[str, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """From here on, routes of the router below `path` ("" = all) have these guards."""

    guards: tuple[str, ...]
    path: str = ""


@dataclass(eq=False, slots=True, kw_only=True)
class Router:
    """A router as it stands after every statement that was followed; `conditions` are those under
    which it was made, `excluded` regexes over paths that a guard leaves out, `controller` the class
    whose methods are its routes."""

    form: RouterForm
    routing: RoutingForm = field(repr=False)
    evidence: Evidence
    prefix: Value = ""
    guards: tuple[str, ...] = ()
    hidden: bool = False
    derived: bool = False
    conditions: tuple[str, ...] = ()
    entries: list[Registered | Mounted | Guarded] = field(default_factory=list)
    controller: Shape | None = None
    excluded: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    modules: list[Shape] = field(default_factory=list)
    version: Value | None = None
    versioned: bool = False


Value = (
    str | Unknown | Outside | Number | Group | Fields | Called | Module | Link | Procedure | Shape
    | Instance | Router | Typed
)  # fmt: skip
