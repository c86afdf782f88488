"""Source code without its language: the few statements and expressions that facts are read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Anything that can be evaluated; this class itself stands for what we do not look into."""

    line: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Expression):
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Expression):
    """Texts put together: an interpolated string, adjacent literals, a concatenation."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Expression):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Expression):
    of: Expression
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    name: str
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Expression):
    function: Expression
    arguments: tuple[Expression, ...] = ()
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript(Expression):
    of: Expression
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Items(Expression):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Expression):
    pairs: tuple[Keyword, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Expression):
    """A number, a truth value, nothing, an ellipsis: `source` is all there is to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative(Expression):
    """One of several: a union of types, an operator other than joining; parts in source order."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Expression):
    """The elements of a list or the pairs of a record, put where it stands."""

    of: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Lambda(Expression):
    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`name` of `module` under the name `local`; name "" = the module itself, "*" = everything."""

    module: str
    name: str
    local: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """`typed`: names a type, which may have the name of a value."""

    target: Expression
    value: Expression | None
    line: int
    annotation: Expression | None = None
    decorators: tuple[Expression, ...] = ()
    typed: bool = False

    @property
    def name(self) -> str:
        """The bare name that is bound, "" for any other target."""
        return self.target.name if isinstance(self.target, Name) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluate:
    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    name: str
    line: int
    annotation: Expression | None = None
    default: Expression | None = None
    decorators: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """`body` reads the statements when they are asked for: most bodies never are. `owner` is the class
    that it is a method of, where methods stand outside of classes."""

    name: str
    line: int
    parameters: tuple[Parameter, ...]
    body: Callable[[], tuple[Statement, ...]] = field(repr=False, compare=False)
    source: str = field(repr=False)
    returns: Expression | None = None
    decorators: tuple[Expression, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    name: str
    line: int
    bases: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    body: Callable[[], tuple[Statement, ...]] = field(repr=False, compare=False)
    decorators: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Statements that run only sometimes; `condition` is the text that decides."""

    condition: str
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    variable: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    line: int


Statement = Import | Assign | Evaluate | Return | Function | Class | Branch | Loop
