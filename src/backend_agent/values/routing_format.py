"""How one technology says in code which routes there are: routers, marks, mounts and guards.

Names of calls and classes are regular expressions over *qualified* names, as the imports of the
file resolve them (`fastapi.APIRouter`, `express.Router`); the whole name must match.

A *place* says where in a call a value is given, first that is there wins: `"0"` the first
argument, `"-1"` the last, `"*"` all of them as one list (`"1*"`
from the second on), `"prefix"` the argument or key of that
name, `"0.path"` the key `path` of the first argument (of a call: of that call's first argument).

A *mark* makes a function, a class or a place in a list carry a route before any router knows it:
`@get("/x")`, `path("x/", view)`. What carries routes is *offered* to a router: to its constructor
(`takes`), to a method of it (`offers`), or by the name of a table (`tables`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.annotated_format import AnnotatedForm

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """A regular expression over a path and what replaces it, e.g. `:id` → `{id}`."""

    pattern: str
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterForm:
    """A call that makes a router. `application`: a root, which nothing mounts. `takes`: what carries
    routes from the start. `typed`: a parameter of this type, which nobody gave, is such a router.
    `onto`: the router below which it stands from the start. `record`: procedures by their names, as
    `procedures` say."""

    construct: str
    application: bool = False
    prefix: Place = ()
    guards: Place = ()
    visible: Place = ()
    takes: Place = ()
    typed: str = ""
    onto: Place = ()
    record: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterForm:
    """A method of a router that registers a handler. The method's own name is the HTTP method,
    unless `methods` says where it is given. `handler` () = the function it decorates.
    `between`: arguments between path and handler are guards. `named`: without a path the function's
    own name is it; `detail`: where true, the route is about one element. `alone`: guards that are
    given stand for those above, and none in so many words lifts them; `exempt`: where true, the route
    lifts the guards above. `splits`: the path may begin with the method, `"GET /x"`."""

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
    named: bool = False
    detail: Place = ()
    alone: bool = False
    exempt: Place = ()
    splits: bool = False
    version: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MountForm:
    """A method of a router that puts another router below it; `hidden`: not in the published
    description. `only_routers`: with anything else as child the call means something else.
    `calls`: a child that is a function is called with a router below this one as its argument.
    `replaces`: a prefix given here stands for the child's own. `inverse`: the router goes below the
    one that is given."""

    call: str
    child: Place
    prefix: Place = ()
    guards: Place = ()
    visible: Place = ()
    hidden: bool = False
    only_routers: bool = False
    calls: bool = False
    replaces: bool = False
    inverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MiddlewareForm:
    """A method of a router after which its routes are guarded; `ignore`: names that guard nothing.
    `everywhere`: routes written before it too. `when` () or a place whose text matches `kinds`.
    `decorates`: the guard may be the function that the call decorates."""

    call: str
    guards: Place = ("-1",)
    path: Place = ()
    ignore: str = ""
    everywhere: bool = False
    when: Place = ()
    kinds: str = ""
    decorates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeriveForm:
    """A method that returns the same router under a prefix; with `setup`, the function given there is
    called with that one instead. `guards` stand before its routes."""

    call: str
    prefix: Place = ()
    setup: Place = ()
    guards: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferForm:
    """A method of a router that puts on it what carries routes: marked functions and classes,
    routers, and lists of those."""

    call: str
    takes: Place = ("*",)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapForm:
    """A call that stands for what carries routes inside it, such as `include("shop.urls")`; a function
    in that place stands for what it gives, as in `forwardRef(() => ShopModule)`."""

    call: str
    takes: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """A variable that lists what carries routes. The root's module is named by the constant `root`;
    without one every table that no other includes is a root."""

    name: str
    root: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationForm:
    """A method of a class that is a route by its name; `path` is put behind the class' own."""

    name: str
    method: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideForm:
    """Operations, by name, that a class has from a base outside the repository."""

    bases: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControllerForm:
    """Classes whose methods are routes: by a base, or by the decorator `mark`. `prefix`, `version`
    and `takes` (what else carries routes; `follows` are then methods that guard some) are places in
    the mark; `path`, `guards`, `schema` and
    `keys` name attributes of the class: its path, its guards, the schema of its bodies, and the path
    parameter for `{key}` (else `default_key`). `operations` are methods that are routes by name;
    all others by their marks, put at `extra` or, when they are about one element, `extra_detail`."""

    bases: str = ""
    mark: str = ""
    prefix: Place = ()
    version: Place = ()
    takes: Place = ()
    follows: tuple[str, ...] = ()
    path: str = ""
    guards: tuple[str, ...] = ()
    schema: str = ""
    keys: tuple[str, ...] = ()
    default_key: str = ""
    extra: str = "{path}"
    extra_detail: str = "{path}"
    operations: tuple[OperationForm, ...] = ()
    provides: tuple[ProvideForm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitForm:
    """A decorator of a handler that tells its methods: at `methods`, or `only`."""

    call: str
    methods: Place = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaForm:
    """A decorator of a handler, or of one of its parameters, that names the body's schema or the
    answer's: at `schema`, or (parameter) its type."""

    call: str
    role: Literal["request", "response", "status", "version"]
    schema: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultForm:
    """Guards of handlers that have none of their own: the list under `key` of the variable
    `setting`, for classes with such `bases` and functions with such a decorator."""

    setting: str
    key: str
    bases: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeForm:
    """A chain of calls outside every router that guards routes by path or controller:
    `consumer.apply(Guard).exclude("y").forRoutes("x")`. `type` is that of the parameter it starts
    from, `guards` and `exclude` name earlier links, `path` and `method` keys of a place."""

    call: str
    type: str
    guards: str
    exclude: str = ""
    path: str = "path"
    method: str = "method"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncloseForm:
    """A call from outside that guards every route of the router it is given, and gives it back. The
    guard is what the method is called on; at `exclude` in its making are regexes over paths."""

    call: str
    exclude: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusForm:
    """The status of an answer where the code says none."""

    method: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendForm:
    """A method, called on what a registration returns, that says later by which methods it answers, or
    what guards it."""

    call: str
    methods: Place = ()
    guards: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureForm:
    """A chain of calls that ends in `call` and makes a procedure, whose route has `method`; earlier
    links called `request` name the body's schema, those called `guards` guard it."""

    call: str
    method: str
    handler: Place = ("0",)
    request: str = ""
    guards: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationForm:
    """OpenAPI documents from which the framework itself registers handlers, by `operationId`."""

    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderForm:
    """A record in a module's lists that gives every route a guard: where `key` holds `value`."""

    key: str
    value: str
    guards: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderForm:
    """A method of a router that loads every module of a folder as a plugin, when its first argument
    is `loader`. The folders between are the path; a module that matches `index` is the only one of
    its folder, one that matches `hooks` guards its folder and those below."""

    call: str
    loader: str
    folder: Place
    prefix: Place = ()
    index: str = ""
    hooks: str = ""
    parameter: str = "(?!)"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardForm:
    """A call that wraps a guard, such as `Depends(get_user)`. `nested`: what it holds are decorators
    of which some are guards."""

    call: str
    guard: Place
    nested: bool = False


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
    answer's; parameters given by a call that matches `elsewhere` are no body. `named`: only a
    parameter of this name is one."""

    typed: bool = False
    named: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingForm:
    """`join`: `text` puts prefix and path together as they are, `segments` with one slash, `rooted`
    as they are below a slash, `slash` with one slash where the path is not empty, `dots` with a dot. `decorators`:
    which others of a handler's decorators are guards, all below the one that registers or only
    those that data knows. `itself`: attributes and methods of a router that stand for it;
    `prefixes`: methods that set its prefix; `versions`: a method after which versions are part of
    paths; `exempt`: names of decorators that lift guards; `mixins`: bases of a class that are
    guards; `globals`: calls outside of every router that register on the program's own."""

    join: Literal["text", "segments", "rooted", "slash", "dots"] = "text"
    decorators: Literal["below", "known"] = "below"
    itself: str = ""
    prefixes: tuple[DeriveForm, ...] = ()
    versions: str = ""
    exempt: str = ""
    marks: tuple[RegisterForm, ...] = ()
    offers: tuple[OfferForm, ...] = ()
    wraps: tuple[WrapForm, ...] = ()
    tables: tuple[TableForm, ...] = ()
    controllers: tuple[ControllerForm, ...] = ()
    limits: tuple[LimitForm, ...] = ()
    schemas: tuple[SchemaForm, ...] = ()
    defaults: tuple[DefaultForm, ...] = ()
    procedures: tuple[ProcedureForm, ...] = ()
    specifications: tuple[SpecificationForm, ...] = ()
    annotated: tuple[AnnotatedForm, ...] = ()
    amends: tuple[AmendForm, ...] = ()
    globals: tuple[RegisterForm, ...] = ()
    enclosing: tuple[EncloseForm, ...] = ()
    statuses: tuple[StatusForm, ...] = ()
    mixins: str = ""
    providers: tuple[ProviderForm, ...] = ()
    scopes: tuple[ScopeForm, ...] = ()
    folders: tuple[FolderForm, ...] = ()
    parameters: tuple[Rewrite, ...] = ()
    routers: tuple[RouterForm, ...] = ()
    registers: tuple[RegisterForm, ...] = ()
    mounts: tuple[MountForm, ...] = ()
    middlewares: tuple[MiddlewareForm, ...] = ()
    derives: tuple[DeriveForm, ...] = ()
    guards: tuple[GuardForm, ...] = ()
    validators: tuple[ValidatorForm, ...] = ()
    handlers: HandlerForm = HandlerForm()
