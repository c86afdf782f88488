"""Where a name leads: through scopes, modules, packages, classes and their bases."""

from __future__ import annotations

import re

from backend_agent.facts.code import Subscript
from backend_agent.facts.follower import Follower
from backend_agent.facts.imports import DEFAULT
from backend_agent.facts.objects import (
    Called,
    Fields,
    Frame,
    Instance,
    Module,
    Outside,
    Procedure,
    Router,
    Shape,
    Typed,
    Unknown,
    Value,
)
from backend_agent.facts.places import fits

MOST_BASES = 40


def find_name(follower: Follower, name: str, frame: Frame) -> Value:
    """The value of a bare name: innermost scope first; a name nobody binds is a built-in."""
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names:
            return follower.resolve(scope.names[name])
        for source in reversed(scope.sources):
            found = find_export(follower, source, name)
            if not isinstance(found, Unknown):
                return follower.resolve(found)
        if scope.parent is None:
            shared = _find_shared(follower, scope.path, name)
            if shared is not None:
                return follower.resolve(shared)
        scope = scope.parent
    return Outside(name=name)


def _find_shared(follower: Follower, path: str, name: str) -> Value | None:
    """A name that another file of the same package binds."""
    for sibling in follower.modules.siblings(path):
        names = follower.frame(sibling).names
        if name in names:
            return names[name]
    return None


def find_export(follower: Follower, path: str, name: str) -> Value:
    """The name `name` of the module at `path`; "" is the module itself."""
    if not name:
        return Module(path=path)
    frame = follower.frame(path)
    if name in frame.names:
        return frame.names[name]
    for source in reversed(frame.sources):
        found = find_export(follower, source, name) if source != path else None
        if found is not None and not isinstance(found, Unknown):
            return found
    shared = _find_shared(follower, path, name)
    if shared is not None:
        return shared
    below = follower.modules.submodule(path, name)
    if not below and name == DEFAULT and frame.names:
        # Loaded as a whole, a module that exports names is what its members are taken from.
        return Module(path=path)
    return Module(path=below) if below else Unknown(source=name)


def find_constant(follower: Follower, name: str) -> Value | None:
    """A constant of the program's settings: the first module that binds the name to something known."""
    if name not in follower.constants:
        bound = re.compile(rf"^{re.escape(name)}\b[^=\n]*=", re.MULTILINE)
        found: Value | None = None
        for path in follower.modules.sources:
            if follower.modules.is_test(path) or not bound.search(follower.modules.text(path)):
                continue
            value = follower.resolve(follower.frame(path).names.get(name))
            if not isinstance(value, Unknown):
                found = value
                break
        follower.constants[name] = found
    return follower.constants[name]


def list_bases(follower: Follower, shape: Shape) -> tuple[Value, ...]:
    """What the class inherits from, as written, each followed to its definition."""
    bases = []
    for base in shape.definition.bases:
        # `Generic[T]`, `Base[Model]`: what is inherited is what stands before the bracket.
        plain = base.of if isinstance(base, Subscript) else base
        bases.append(follower.resolve(follower.evaluate(plain, shape.frame)))
    return tuple(bases)


def list_ancestors(follower: Follower, shape: Shape) -> tuple[Value, ...]:
    """The class' bases and theirs, nearest first, each once."""
    found: list[Value] = []
    waiting = list(list_bases(follower, shape))
    while waiting and len(found) < MOST_BASES:
        base = waiting.pop(0)
        if any(base is known or base == known for known in found):
            continue
        found.append(base)
        if isinstance(base, Shape):
            waiting.extend(list_bases(follower, base))
    return tuple(found)


def base_name(value: Value) -> str:
    """The qualified name of something from outside, "" for anything else."""
    return value.name if isinstance(value, Outside | Called) else ""


def find_attribute(follower: Follower, shape: Shape, name: str) -> Value | None:
    """A class' attribute, its own or inherited, as the class body leaves it."""
    for owner in (shape, *list_ancestors(follower, shape)):
        if isinstance(owner, Shape) and name in follower.read_shape(owner).names:
            return follower.resolve(follower.read_shape(owner).names[name])
        method = f"{owner.definition.name}.{name}" if isinstance(owner, Shape) else ""
        if isinstance(owner, Shape) and owner.frame.grammar.owner:
            found = owner.frame.names.get(method) or _find_shared(
                follower, owner.frame.path, method
            )
            if found is not None:
                return follower.resolve(found)
    return None


def find_member(follower: Follower, of: Value, name: str, source: str) -> Value:
    """`of.name` for everything that can have members."""
    match of:
        case Module():
            return follower.resolve(find_export(follower, of.path, name))
        case Outside():
            return Outside(name=f"{of.name}.{name}")
        case Called():
            return Outside(name=f"{of.name}.{name}")
        case Fields():
            return of.get(name) or Unknown(source=source)
        case Instance():
            return _find_in_instance(follower, of, name, source)
        case Shape():
            return find_attribute(follower, of, name) or _inherited(follower, of, name, source)
        case Router() if fits(of.routing.itself, name):
            return of
        case Typed():
            return find_member(follower, of.of, name, source)
        case str() if name == "value":
            return of
    return Unknown(source=source)


def _inherited(follower: Follower, shape: Shape, name: str, source: str) -> Value:
    """A member that only a base from outside can have."""
    for base in list_ancestors(follower, shape):
        if base_name(base):
            return Outside(name=f"{base_name(base)}.{name}")
    return Unknown(source=source)


def _find_in_instance(follower: Follower, of: Instance, name: str, source: str) -> Value:
    if name in of.names:
        return follower.resolve(of.names[name])
    found = find_attribute(follower, of.shape, name)
    if isinstance(found, Procedure):
        decorators = {each.source.split("(")[0] for each in found.function.decorators}
        if decorators & set(of.shape.frame.grammar.properties):
            return follower.follow(found, (), (), of)
        return found
    if isinstance(found, Called):
        return default_of(found, source)
    return found or _inherited(follower, of.shape, name, source)


def default_of(called: Called, source: str) -> Value:
    """`Field(default="x")`, `Field("x")`: an attribute described by a call has its default."""
    for pair in called.keywords:
        if pair.name == "default":
            return pair.value
    if called.arguments and isinstance(called.arguments[0], str):
        return called.arguments[0]
    return Unknown(source=source)
