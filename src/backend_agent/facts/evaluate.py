"""The value of an expression, as far as reading can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backend_agent.facts.code import (
    Alternative,
    Call,
    Class,
    Constant,
    Expression,
    Items,
    Joined,
    Lambda,
    Member,
    Name,
    Record,
    Spread,
    Subscript,
    Text,
)
from backend_agent.facts.follower import Follower
from backend_agent.facts.lookup import base_name, find_member, find_name, list_ancestors
from backend_agent.facts.objects import (
    Called,
    Fields,
    Frame,
    Group,
    Instance,
    Module,
    Number,
    Outside,
    Pair,
    Procedure,
    Router,
    Shape,
    Typed,
    Unknown,
    Value,
)


def evaluate(follower: Follower, expression: Expression, frame: Frame) -> Value:
    """Never fails: what is not understood is `Unknown` with its source."""
    match expression:
        case Text():
            return expression.value
        case Joined():
            return _join(follower, expression, frame)
        case Name():
            return find_name(follower, expression.name, frame)
        case Member():
            of = evaluate(follower, expression.of, frame)
            return find_member(follower, of, expression.name, expression.source)
        case Call():
            return _call(follower, expression, frame)
        case Constant():
            return Number(source=expression.source)
        case Items() | Spread() | Record():
            return _gather(follower, expression, frame)
        case Lambda():
            return Procedure(function=expression.function, frame=frame)
        case Subscript():
            return _subscript(follower, expression, frame)
        case Alternative():
            return _alternative(follower, expression, frame)
    return Unknown(source=expression.source)


def _gather(follower: Follower, expression: Items | Spread | Record, frame: Frame) -> Value:
    if isinstance(expression, Items):
        return Group(items=tuple(_items(follower, expression.items, frame)))
    if isinstance(expression, Record):
        return Fields(pairs=tuple(_pairs(follower, expression, frame)))
    return evaluate(follower, expression.of, frame)


def _items(
    follower: Follower, expressions: tuple[Expression, ...], frame: Frame
) -> Iterator[Value]:
    for item in expressions:
        value = evaluate(follower, item, frame)
        if isinstance(item, Spread) and isinstance(value, Group):
            yield from value.items
        else:
            yield value


def _pairs(follower: Follower, record: Record, frame: Frame) -> Iterator[Pair]:
    """A spread record's pairs stand where it stands; of two pairs of a name the last one holds."""
    found: dict[str, Pair] = {}
    for pair in record.pairs:
        value = evaluate(follower, pair.value, frame)
        if not isinstance(pair.value, Spread):
            found[pair.name] = Pair(name=pair.name, value=value, source=pair.value.source)
        elif isinstance(value, Fields):
            found.update({each.name: each for each in value.pairs})
    yield from found.values()


def _join(follower: Follower, expression: Joined, frame: Frame) -> Value:
    values = [evaluate(follower, part, frame) for part in expression.parts]
    if any(isinstance(value, Group) for value in values):
        return Group(
            items=tuple(
                item
                for value in values
                for item in (value.items if isinstance(value, Group) else (value,))
            )
        )
    parts = []
    for value in values:
        if isinstance(value, Number):
            value = value.source
        if not isinstance(value, str):
            return Unknown(source=expression.source)
        parts.append(value)
    return "".join(parts)


def _alternative(follower: Follower, expression: Alternative, frame: Frame) -> Value:
    """`setting or "/api"`: the one text that is written there is what holds by default."""
    values = [evaluate(follower, part, frame) for part in expression.parts]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == 1 and len(values) == 2:
        return texts[0]
    return Unknown(source=expression.source)


def _subscript(follower: Follower, expression: Subscript, frame: Frame) -> Value:
    of = evaluate(follower, expression.of, frame)
    keys = [evaluate(follower, item, frame) for item in expression.items]
    if len(keys) == 1 and isinstance(of, Fields) and isinstance(keys[0], str):
        return of.get(keys[0]) or Unknown(source=expression.source)
    if len(keys) == 1 and isinstance(of, Group) and isinstance(keys[0], Number):
        digits = keys[0].source
        if digits.isdigit() and int(digits) < len(of.items):
            return of.items[int(digits)]
    if isinstance(of, Shape | Outside):
        return Typed(of=of, source=expression.source)
    return Unknown(source=expression.source)


def _call(follower: Follower, expression: Call, frame: Frame) -> Value:
    receiver: Value | None = None
    if expression.function.source in frame.grammar.loads and expression.arguments:
        return _load(follower, expression.arguments[0], frame)
    member = _read_member(follower, expression.function, frame)
    if member is not None:
        receiver = evaluate(follower, member.of, frame)
        name = member.name
        if isinstance(receiver, Module) and name not in follower.frame(receiver.path).names:
            whole = follower.resolve(find_member(follower, receiver, "default", name))
            receiver = receiver if isinstance(whole, Unknown) else whole
        arguments, keywords = read_arguments(follower, expression, frame)
        if isinstance(receiver, Router):
            called = Called(
                name=name,
                arguments=arguments,
                keywords=keywords,
                source=expression.source,
                line=expression.line,
                receiver=receiver,
                sources=tuple(argument.source for argument in expression.arguments),
            )
            return follower.call_router(receiver, called, frame)
        if isinstance(receiver, Group) and name in frame.grammar.iterates and arguments:
            return _iterate(follower, receiver, arguments[0])
        if isinstance(receiver, Group) and name in frame.grammar.grows:
            return _grow(receiver, arguments, member.of, frame)
        function = find_member(follower, receiver, name, expression.function.source)
    else:
        arguments, keywords = read_arguments(follower, expression, frame)
        function = evaluate(follower, expression.function, frame)
    return _apply(follower, expression, function, arguments, keywords, frame, receiver)


def _read_member(follower: Follower, function: Expression, frame: Frame) -> Member | None:
    """The member that is called, be its name given by a value: `app[route.method]`."""
    if isinstance(function, Subscript) and len(function.items) == 1:
        name = evaluate(follower, function.items[0], frame)
        if isinstance(name, str) and name.isidentifier():
            return Member(of=function.of, name=name, source=function.source, line=function.line)
    return function if isinstance(function, Member) else None


def _load(follower: Follower, module: Expression, frame: Frame) -> Value:
    """`require("./x")` where it is used at once."""
    if not isinstance(module, Text):
        return Unknown(source=module.source)
    path = follower.modules.resolve(module.value, frame.path)
    return Module(path=path) if path else Outside(name=module.value)


def read_arguments(
    follower: Follower, expression: Call, frame: Frame
) -> tuple[tuple[Value, ...], tuple[Pair, ...]]:
    arguments = tuple(evaluate(follower, argument, frame) for argument in expression.arguments)
    keywords = tuple(
        Pair(name=pair.name, value=evaluate(follower, pair.value, frame))
        for pair in expression.keywords
    )
    return arguments, keywords


def _apply(
    follower: Follower,
    expression: Call,
    function: Value,
    arguments: tuple[Value, ...],
    keywords: tuple[Pair, ...],
    frame: Frame,
    receiver: Value | None,
) -> Value:
    if isinstance(function, Typed):
        function = function.of
    if isinstance(function, Module):
        function = follower.resolve(find_member(follower, function, "default", expression.source))
    creates = frame.grammar.creates
    if isinstance(function, Procedure) and creates and expression.source.startswith(creates + " "):
        return follower.instantiate(_class_of(function), arguments, keywords)
    if isinstance(function, Procedure):
        bound = isinstance(receiver, Instance) and _belongs(follower, function, receiver)
        instance = receiver if isinstance(receiver, Instance) and bound else None
        result = follower.follow(function, arguments, keywords, instance)
        return _made_by(function, arguments, result)
    called = Called(
        name=base_name(function),
        arguments=arguments,
        keywords=keywords,
        source=expression.source,
        line=expression.line,
        sources=tuple(argument.source for argument in expression.arguments),
    )
    if isinstance(function, Shape):
        for base in list_ancestors(follower, function):
            made = follower.call_outside(replace(called, name=base_name(base)), frame)
            if made is not None:
                return made
        return follower.instantiate(function, arguments, keywords)
    if isinstance(function, Outside) and function.name in frame.grammar.casts and arguments:
        return arguments[-1]
    if isinstance(function, Outside | Called):
        follower.call_back(arguments)
        # A chain keeps what it started from: `z.object({…}).strict()`.
        called = replace(called, receiver=receiver)
        return follower.call_outside(called, frame) or called
    return Unknown(source=expression.source)


def _class_of(function: Procedure) -> Shape:
    """A function that is used as a constructor: what it gives `this` is what its objects have."""
    own = function.function
    definition = Class(name=own.name, line=own.line, bases=(), keywords=(), body=lambda: ())
    shape = Shape(definition=definition, frame=function.frame)
    shape.body = Frame(
        path=function.frame.path,
        grammar=function.frame.grammar,
        parent=function.frame,
        names={function.frame.grammar.constructor: function},
    )
    return shape


def _made_by(maker: Procedure, arguments: tuple[Value, ...], result: Value) -> Value:
    """A function that a function gives back: the one it was given, behind the giver, or a new one,
    which is known by the giver's name."""
    if not isinstance(result, Procedure):
        return result
    given = next((each for each in arguments if isinstance(each, Procedure)), None)
    name = maker.function.name
    if given is not None and name:
        return replace(given, through=(name, *given.through))
    if not result.function.name and name:
        return replace(result, function=replace(result.function, name=name))
    return result


def _belongs(follower: Follower, procedure: Procedure, instance: Instance) -> bool:
    """Whether the function is a method of the instance's class (a stored function is none)."""
    if procedure.function.owner:
        return procedure.function.owner == instance.shape.definition.name
    shapes = (instance.shape, *list_ancestors(follower, instance.shape))
    return any(isinstance(each, Shape) and each.body is procedure.frame for each in shapes)


def _grow(group: Group, added: tuple[Value, ...], of: Expression, frame: Frame) -> Value:
    """A list that elements were added to is bound anew to its name."""
    items = [
        item for value in added for item in (value.items if isinstance(value, Group) else (value,))
    ]
    grown = Group(items=(*group.items, *items))
    scope: Frame | None = frame
    while isinstance(of, Name) and scope is not None:
        if of.name in scope.names:
            scope.names[of.name] = grown
            break
        scope = scope.parent
    return grown


def _iterate(follower: Follower, group: Group, function: Value) -> Value:
    if not isinstance(function, Procedure):
        return Unknown(source="")
    return Group(items=tuple(follower.follow(function, (item,)) for item in group.items))
