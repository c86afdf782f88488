"""Follows a program without running it: names, calls of its own functions, routers that it builds.

Every branch is taken (its condition is remembered), a loop over a known list runs once per item, a
function of the repository is followed when it is called. What cannot be told becomes `Unknown`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backend_agent.facts.code import (
    Assign,
    Branch,
    Class,
    Evaluate,
    Expression,
    Function,
    Import,
    Items,
    Loop,
    Member,
    Name,
    Parameter,
    Return,
    Statement,
)
from backend_agent.facts.evaluate import evaluate
from backend_agent.facts.follower import Framework
from backend_agent.facts.lookup import find_attribute, find_export
from backend_agent.facts.modules import Modules
from backend_agent.facts.objects import (
    Called,
    Frame,
    Group,
    Instance,
    Link,
    Outside,
    Pair,
    Procedure,
    Router,
    Shape,
    Unknown,
    Value,
)

# Deep enough for factories of factories; a program that needs more is not read but run.
DEEPEST = 12
STEPS = 200_000


class Tracer:
    """Holds the frames of the modules read so far; `framework` gives the data its say."""

    def __init__(self, modules: Modules, framework: Framework) -> None:
        self.modules = modules
        self.framework = framework
        self.frames: dict[str, Frame] = {}
        self.conditions: list[str] = []
        self.followed: set[int] = set()
        self.constants: dict[str, Value | None] = {}
        self._active: list[int] = []
        self._steps = 0

    def frame(self, path: str) -> Frame:
        """The names of the module at `path`; an import circle sees what is bound so far."""
        if path not in self.frames:
            kind = self.modules.kind(path)
            assert kind is not None, path
            frame = self.frames[path] = Frame(path=path, grammar=kind[0])
            with self._outside_of_conditions():
                self.run(self.modules.statements(path), frame)
        return self.frames[path]

    def run(self, statements: tuple[Statement, ...], frame: Frame) -> list[Value]:
        """Follow the statements; returns what they return, in order."""
        returned: list[Value] = []
        for statement in statements:
            self._steps += 1
            if self._steps > STEPS:
                self.modules.note(frame.path, "not followed to its end: too many steps")
                break
            try:
                returned.extend(self._run_one(statement, frame))
            except RecursionError:
                self.modules.note(frame.path, "not followed to its end: nested too deeply")
        return returned

    def _run_one(self, statement: Statement, frame: Frame) -> list[Value]:
        match statement:
            case Import():
                self._import(statement, frame)
            case Assign():
                self._assign(statement, frame)
            case Evaluate():
                evaluate(self, statement.expression, frame)
            case Function():
                procedure = Procedure(function=statement, frame=frame)
                name = f"{statement.owner}.{statement.name}" if statement.owner else statement.name
                frame.names[name] = procedure
                self.framework.decorate(self, procedure, frame)
            case Class():
                shape = Shape(definition=statement, frame=frame)
                frame.names[statement.name] = shape
                self.read_shape(shape)
                self.framework.decorate(self, shape, frame)
            case Branch():
                with self._under(statement.condition):
                    return self.run(statement.body, frame)
            case Loop():
                return self._loop(statement, frame)
            case Return():
                return [evaluate(self, statement.value, frame)]
        return []

    def evaluate(self, expression: Expression, frame: Frame) -> Value:
        return evaluate(self, expression, frame)

    def call_outside(self, called: Called, frame: Frame) -> Value | None:
        return self.framework.call_outside(self, called, frame)

    def call_back(self, arguments: tuple[Value, ...]) -> None:
        """Functions written where a library is called: it will call them, with what nobody knows."""
        for given in arguments:
            if isinstance(given, Procedure) and not given.function.name:
                mark = id(given.function)
                if mark not in self.followed and self.framework.speaks_of_routes(
                    given.function.source
                ):
                    self.follow(given, ())

    def call_router(self, router: Router, called: Called, frame: Frame) -> Value:
        return self.framework.call_router(self, router, called, frame)

    def resolve(self, value: Value | None) -> Value:
        """A link followed to what it names."""
        for _ in range(DEEPEST):
            if not isinstance(value, Link):
                break
            value = find_export(self, value.path, value.name)
        return Unknown(source="") if value is None or isinstance(value, Link) else value

    def follow(
        self,
        procedure: Procedure,
        arguments: tuple[Value, ...],
        keywords: tuple[Pair, ...] = (),
        instance: Instance | None = None,
    ) -> Value:
        """The result of calling a function of the repository; recursion is not followed."""
        function = procedure.function
        mark = id(function)
        if mark in self._active or len(self._active) >= DEEPEST:
            return Unknown(source=f"{function.name}()")
        self.followed.add(mark)
        frame = Frame(
            path=procedure.frame.path, grammar=procedure.frame.grammar, parent=procedure.frame
        )
        parameters = function.parameters
        if instance is not None and frame.grammar.receiver:
            frame.names[frame.grammar.receiver] = instance
        elif instance is not None:
            arguments = (instance, *arguments)
        self._bind(frame, parameters, arguments, keywords)
        self._active.append(mark)
        try:
            returned = self.run(function.body(), frame)
        finally:
            self._active.pop()
        return _choose(returned) or self._declared(procedure)

    def read_shape(self, shape: Shape) -> Frame:
        """The attributes that the class itself defines."""
        if shape.body is None:
            owner = shape.frame
            shape.body = Frame(path=owner.path, grammar=owner.grammar, parent=owner)
            with self._outside_of_conditions():
                self.run(shape.definition.body(), shape.body)
        return shape.body

    def instantiate(
        self, shape: Shape, arguments: tuple[Value, ...], keywords: tuple[Pair, ...]
    ) -> Instance:
        instance = Instance(shape=shape)
        constructor = find_attribute(self, shape, shape.frame.grammar.constructor)
        if isinstance(constructor, Procedure):
            self.follow(constructor, arguments, keywords, instance)
        elif not shape.frame.grammar.constructor:
            instance.names.update({pair.name: pair.value for pair in keywords})
        return instance

    def _import(self, statement: Import, frame: Frame) -> None:
        path = self.modules.resolve(statement.module, frame.path)
        if path is None:
            frame.names[statement.local] = self._from_outside(statement, frame)
        elif statement.name == "*":
            frame.sources.append(path)
        elif statement.name:
            # `from . import books` inside the package itself means the module, not the name.
            below = self.modules.submodule(path, statement.name) if path == frame.path else None
            link = Link(path=below, name="") if below else Link(path=path, name=statement.name)
            frame.names[statement.local] = link
        else:
            frame.names[statement.local] = Link(path=path, name="")

    def _from_outside(self, statement: Import, frame: Frame) -> Value:
        # `from package import module` where the package itself has no file.
        if statement.name and self.modules.kind(frame.path):
            separator = "" if statement.module.endswith(".") else "."
            inner = f"{statement.module}{separator}{statement.name}"
            path = self.modules.resolve(inner, frame.path)
            if path is not None and frame.grammar.modules.style == "dotted":
                return Link(path=path, name="")
        if statement.name in ("", "*", "default"):
            return Outside(name=statement.module)
        return Outside(name=f"{statement.module}.{statement.name}")

    def _assign(self, statement: Assign, frame: Frame) -> None:
        if statement.value is None or (statement.typed and statement.name in frame.names):
            return
        value = evaluate(self, statement.value, frame)
        if isinstance(statement.target, Name):
            known = frame.names.get(statement.target.name)
            # A second, conditional value does not replace what was known.
            if isinstance(value, Unknown) and self.conditions and known is not None:
                return
            frame.names[statement.target.name] = value
        elif isinstance(statement.target, Member):
            owner = evaluate(self, statement.target.of, frame)
            if isinstance(owner, Instance):
                owner.names[statement.target.name] = value

    def _loop(self, statement: Loop, frame: Frame) -> list[Value]:
        iterable = evaluate(self, statement.iterable, frame)
        if isinstance(iterable, Group):
            returned: list[Value] = []
            for item in iterable.items:
                self._bind_variable(statement, frame, item)
                returned.extend(self.run(statement.body, frame))
            return returned
        self._bind_variable(statement, frame, Unknown(source=statement.variable.source))
        with self._under(f"for {statement.variable.source} in {statement.iterable.source}"):
            return self.run(statement.body, frame)

    def _bind_variable(self, statement: Loop, frame: Frame, item: Value) -> None:
        variable = statement.variable
        if isinstance(variable, Name):
            frame.names[variable.name] = item
        elif isinstance(variable, Items) and isinstance(item, Group):
            for part, value in zip(variable.items, item.items, strict=False):
                if isinstance(part, Name):
                    frame.names[part.name] = value

    def _bind(
        self,
        frame: Frame,
        parameters: tuple[Parameter, ...],
        arguments: tuple[Value, ...],
        keywords: tuple[Pair, ...],
    ) -> None:
        given = {pair.name: pair.value for pair in keywords}
        for index, parameter in enumerate(parameters):
            if index < len(arguments):
                frame.names[parameter.name] = arguments[index]
            elif parameter.name in given:
                frame.names[parameter.name] = given[parameter.name]
            elif parameter.default is not None:
                frame.names[parameter.name] = evaluate(self, parameter.default, frame)
            else:
                frame.names[parameter.name] = self._fill(parameter, frame)

    def _fill(self, parameter: Parameter, frame: Frame) -> Value:
        filled: Value | None = None
        if parameter.annotation is not None:
            declared = self.resolve(evaluate(self, parameter.annotation, frame))
            filled = self.framework.fill_parameter(self, declared, frame)
        return Unknown(source=parameter.name) if filled is None else filled

    def _declared(self, procedure: Procedure) -> Value:
        """What the annotation promises, when the body does not tell."""
        returns = procedure.function.returns
        if returns is not None:
            declared = self.resolve(evaluate(self, returns, procedure.frame))
            if isinstance(declared, Shape):
                return Instance(shape=declared)
        return Unknown(source=f"{procedure.function.name}()")

    @contextmanager
    def _under(self, condition: str) -> Iterator[None]:
        self.conditions.append(condition)
        try:
            yield
        finally:
            self.conditions.pop()

    @contextmanager
    def _outside_of_conditions(self) -> Iterator[None]:
        """A module's own statements do not depend on where it is first imported."""
        kept, self.conditions = self.conditions, []
        try:
            yield
        finally:
            self.conditions = kept


def _choose(returned: list[Value]) -> Value | None:
    known = [value for value in returned if not isinstance(value, Unknown)]
    return known[0] if known else None
