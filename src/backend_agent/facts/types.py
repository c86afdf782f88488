"""Types as written: the classes they name, through aliases, and what is annotated to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.facts.code import (
    Alternative,
    Assign,
    Call,
    Constant,
    Expression,
    Member,
    Name,
    Subscript,
    Text,
)
from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import Called, Frame, Link, Module, Shape

DEEPEST = 8


@dataclass(frozen=True)
class TypeReader:
    follower: Follower

    def shapes(self, expression: Expression | None, frame: Frame) -> Iterator[Shape]:
        """Every class of the repository that the type names, in source order."""
        for part, home in self.leaves(expression, frame):
            if isinstance(part, Name | Member):
                value = self.follower.evaluate(part, home)
                if isinstance(value, Shape):
                    yield value

    def metadata(self, expression: Expression | None, frame: Frame) -> Iterator[Called]:
        """The calls annotated to a type, through aliases: `Annotated[T, Depends(f)]`."""
        for part, home in self.leaves(expression, frame):
            if isinstance(part, Call):
                value = self.follower.evaluate(part, home)
                if isinstance(value, Called):
                    yield value

    def leaves(
        self, expression: Expression | None, frame: Frame, depth: int = 0
    ) -> Iterator[tuple[Expression, Frame]]:
        """The parts of a type with the frame that gives their names meaning."""
        if expression is None or depth > DEEPEST:
            return
        if isinstance(expression, Subscript):
            yield from self.leaves(expression.of, frame, depth + 1)
            for item in expression.items:
                yield from self.leaves(item, frame, depth + 1)
        elif isinstance(expression, Alternative):
            for part in expression.parts:
                yield from self.leaves(part, frame, depth + 1)
        elif isinstance(expression, Text):
            # A forward reference: the name is looked up when the program asks for it.
            name = expression.value
            if name.isidentifier():
                plain = Name(line=expression.line, source=name, name=name)
                yield from self.leaves(plain, frame, depth + 1)
        elif isinstance(expression, Name | Member):
            alias = self._alias(expression, frame)
            if alias is None:
                yield expression, frame
            else:
                yield from self.leaves(alias[0], alias[1], depth + 1)
        elif not isinstance(expression, Constant):
            yield expression, frame

    def _alias(self, expression: Expression, frame: Frame) -> tuple[Expression, Frame] | None:
        """What a name stands for where it is assigned a type, in this module or another."""
        home = self._home(expression, frame)
        if home is None:
            return None
        path, name = home
        owner = self.follower.frame(path)
        for statement in self.follower.modules.statements(path):
            if isinstance(statement, Assign) and statement.name == name:
                if isinstance(statement.value, Subscript | Alternative):
                    return statement.value, owner
                return None
        return None

    def _home(self, expression: Expression, frame: Frame) -> tuple[str, str] | None:
        if isinstance(expression, Member):
            of = self.follower.evaluate(expression.of, frame)
            return (of.path, expression.name) if isinstance(of, Module) else None
        if not isinstance(expression, Name):
            return None
        name, path = expression.name, frame.path
        for _ in range(DEEPEST):
            found = self.follower.frame(path).names.get(name)
            if not isinstance(found, Link) or not found.name:
                return path, name
            path, name = found.path, found.name
        return None
