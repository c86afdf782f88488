"""How one technology says in code what an application is: routers, guards, models, settings.

Names of calls and classes are regular expressions over *qualified* names, as the imports of the
file resolve them (`fastapi.APIRouter`, `express.Router`); the whole name must match.

A *place* says where in a call a value is given, first that is there wins: `"0"` the first
argument, `"-1"` the last, `"prefix"` the argument or key of that name, `"0.path"` the key `path` of
the first argument (of a call: of that call's first argument).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """A regular expression over a path and what replaces it, e.g. `:id` → `{id}`."""

    pattern: str
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterForm:
    """A call that makes a router. `application`: a root, which nothing mounts."""

    construct: str
    application: bool = False
    prefix: Place = ()
    guards: Place = ()
    visible: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterForm:
    """A method of a router that registers a handler. The method's own name is the HTTP method,
    unless `methods` says where it is given. `handler` () = the function it decorates.
    `between`: arguments between path and handler are guards."""

    call: str
    path: Place
    methods: Place = ()
    default_methods: tuple[str, ...] = ()
    handler: Place = ()
    guards: Place = ()
    between: bool = False
    request: Place = ()
    response: Place = ()
    status: Place = ()
    visible: Place = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MountForm:
    """A method of a router that puts another router below it; `hidden`: not in the published
    description. `only_routers`: with anything else as child the call means something else.
    `calls`: a child that is a function is called with the router as its first argument."""

    call: str
    child: Place
    prefix: Place = ()
    guards: Place = ()
    visible: Place = ()
    hidden: bool = False
    only_routers: bool = False
    calls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MiddlewareForm:
    """A method of a router after which its routes are guarded; `ignore`: names that guard nothing."""

    call: str
    guards: Place = ("-1",)
    path: Place = ()
    ignore: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeriveForm:
    """A method that returns the same router under a prefix."""

    call: str
    prefix: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardForm:
    """A call that wraps a guard, such as `Depends(get_user)`."""

    call: str
    guard: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatorForm:
    """A guard that names the schema of the body: at `schema`, when `target` holds `value`."""

    call: str
    schema: Place
    target: Place = ()
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerForm:
    """`typed`: the body is the parameter whose type is a schema, and the returned type is the
    answer's; parameters given by a call that matches `elsewhere` are no body."""

    typed: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingForm:
    """`join`: `text` puts prefix and path together as they are, `segments` with one slash."""

    join: Literal["text", "segments"] = "text"
    parameters: tuple[Rewrite, ...] = ()
    routers: tuple[RouterForm, ...] = ()
    registers: tuple[RegisterForm, ...] = ()
    mounts: tuple[MountForm, ...] = ()
    middlewares: tuple[MiddlewareForm, ...] = ()
    derives: tuple[DeriveForm, ...] = ()
    guards: tuple[GuardForm, ...] = ()
    validators: tuple[ValidatorForm, ...] = ()
    handlers: HandlerForm = HandlerForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldForm:
    """How a field's options are written. `call` matches the calls that describe a field; the
    places name its options; `relations` match calls that make no column; `nullable_types` and
    `no_field` are regexes over a field's type."""

    call: str = ""
    default: Place = ()
    nullable: Place = ()
    primary_key: Place = ()
    unique: Place = ()
    index: Place = ()
    foreign_key: Place = ()
    references: str = ""
    relations: str = ""
    target: Place = ()
    back: Place = ()
    nullable_by_default: bool = False
    nullable_types: str = ""
    no_field: str = ""
    wrappers: tuple[str, ...] = ()
    ignore: str = "^_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassForm:
    """Classes that are models or schemas by their bases. A model where the class keyword `keyword`
    is true, or the attribute `attribute` names the table; `naming` names it otherwise."""

    bases: str
    role: Literal["model", "schema"]
    keyword: str = ""
    attribute: str = ""
    naming: Literal["", "lower", "snake"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForm:
    """Calls whose result is a model (a table) or a schema: `name` () = the variable's name,
    `fields` where the record of fields is given; options are chained calls on a field; a chain
    that ends in one of `consumed` uses the entity and makes none."""

    call: str
    role: Literal["model", "schema"]
    name: Place = ()
    fields: Place = ()
    consumed: str = ""
    primary_key: str = ""
    required: str = ""
    optional: str = ""
    unique: str = ""
    foreign_key: str = ""
    nullable_by_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintForm:
    """Calls in the attribute `attribute` of a model that index several columns."""

    attribute: str
    index: str = ""
    unique: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityForm:
    classes: tuple[ClassForm, ...] = ()
    calls: tuple[CallForm, ...] = ()
    fields: FieldForm = FieldForm()
    constraints: ConstraintForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationForm:
    """`files` matches paths; `id` and `parent` name variables (id "" = the file's stem, parent ""
    = the one before in order of names); `creates` is a regex whose group is a table's name, and so
    are those of `touches`, for every other operation."""

    files: str
    creates: str
    touches: tuple[str, ...] = ()
    id: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsForm:
    """`bases`: classes whose fields are read from the environment, with `prefix` in the attribute
    `config`; `names` are places of a field's own name. `reads` are patterns of the syntax tree
    with $NAME and perhaps $DEFAULT; those listed in `required` fail when the name is not set."""

    bases: str = ""
    config: str = ""
    prefix: str = ""
    names: Place = ()
    reads: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFormat:
    """`data/technologies/<kind>/<id>/facts.toml`. `trigger` is a regex over a file's text: only a
    file that matches (or that such a file imports) is read."""

    trigger: str = ""
    routing: RoutingForm | None = None
    entities: EntityForm | None = None
    migrations: MigrationForm | None = None
    settings: SettingsForm | None = None
