"""How one language's syntax tree is read: which node kinds mean an import, a call, a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NodeRole = Literal[
    # statements
    "import", "package-import", "alias", "namespace", "wildcard", "export", "assign", "augment", "typedef",
    "expression",
    "function", "class", "bases", "decorated", "decorator", "branch", "block", "loop", "loop-clause",
    "return",
    # expressions
    "text", "text-part", "text-hole", "joined", "binary", "name", "member", "call", "subscript",
    "items", "record", "pair", "keyword", "shorthand", "constant", "lambda", "wrapper", "type",
    "spread", "construct", "literal",
    # parameters and noise
    "parameter", "comment",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeForm:
    """One kind of node. `head`, `tail`, `type` are the grammar's field names of its parts:

    assign, parameter  head = name, tail = value, type = annotation (augment: `+=`, typedef: a type's name)
    call               head = function, tail = arguments
    member             head = object, tail = name
    subscript          head = object, tail = index
    pair, keyword      head = key, tail = value
    function, class    head = name, tail = body, type = return type (function), bases (class)
    import, export     head = module, tail = names; `bare` says what an unaliased name means
    branch, loop       head = condition or loop variable, tail = iterable (loop), what runs before
                       the condition (branch)
    alias              head = name, tail = local name
    Parts without a field name ("") are found by their role among the children.
    """

    kind: str
    role: NodeRole
    head: str = ""
    tail: str = ""
    type: str = ""
    bare: Literal["member", "default", "module"] = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathAlias:
    """A file that maps import prefixes to folders; the pattern's groups are prefix and folder, the
    one of `base` is the folder that those are relative to."""

    file: str
    pattern: str
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleForm:
    """How an imported name becomes a file. `index` are the file stems that stand for a folder;
    `roots` are folders below the component where absolute names may start. Of a `package` all files of
    a folder are one module, whose name starts with the one that `name` finds in the nearest
    `manifest` above."""

    style: Literal["dotted", "path", "package"]
    index: str = ""
    manifest: str = ""
    name: str = ""
    roots: tuple[str, ...] = ("",)
    aliases: tuple[PathAlias, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    suffix: str
    grammar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """`loads` are calls that import (`require`), `exports` member targets that export,
    `exporting` objects whose members do;
    `constructor` and `receiver` name a class' constructor and the object inside it (`receiver` ""
    = the first parameter); `iterates` are methods that call a function once per element,
    `grows` those that add elements to a list, `casts` functions that give back their last argument;
    `entry` is the function that a program begins with, `owner` the field of a function's node that
    holds the object it is a method of, `creates` the word before a call that makes an object;
    `properties` decorators that make a method an attribute; `tests` matches paths of tests;
    `nothing` are the words for "no value"."""

    files: tuple[FileKind, ...]
    modules: ModuleForm
    nodes: tuple[NodeForm, ...]
    loads: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    exporting: tuple[str, ...] = ()
    constructor: str = ""
    receiver: str = ""
    iterates: tuple[str, ...] = ()
    grows: tuple[str, ...] = ()
    casts: tuple[str, ...] = ()
    entry: str = ""
    owner: str = ""
    creates: str = ""
    properties: tuple[str, ...] = ()
    tests: str = ""
    nothing: tuple[str, ...] = ()
    joins: tuple[str, ...] = ("+",)
