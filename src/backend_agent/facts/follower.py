"""What lookups and evaluations need from the one who follows the program."""

from __future__ import annotations

from typing import Protocol

from backend_agent.facts.code import Expression, Statement
from backend_agent.facts.modules import Modules
from backend_agent.facts.objects import (
    Called,
    Frame,
    Instance,
    Pair,
    Procedure,
    Router,
    Shape,
    Value,
)


class Follower(Protocol):
    """`conditions` are those under which the current statement runs; `constants` are the settings
    looked up so far."""

    modules: Modules
    conditions: list[str]
    constants: dict[str, Value | None]

    def frame(self, path: str) -> Frame: ...

    def run(self, statements: tuple[Statement, ...], frame: Frame) -> list[Value]: ...

    def evaluate(self, expression: Expression, frame: Frame) -> Value: ...

    def resolve(self, value: Value | None) -> Value: ...

    def read_shape(self, shape: Shape) -> Frame: ...

    def follow(
        self,
        procedure: Procedure,
        arguments: tuple[Value, ...],
        keywords: tuple[Pair, ...] = (),
        instance: Instance | None = None,
    ) -> Value: ...

    def instantiate(
        self, shape: Shape, arguments: tuple[Value, ...], keywords: tuple[Pair, ...]
    ) -> Instance: ...

    def call_outside(self, called: Called, frame: Frame) -> Value | None: ...

    def call_back(self, arguments: tuple[Value, ...]) -> None: ...

    def call_router(self, router: Router, called: Called, frame: Frame) -> Value: ...


class Framework(Protocol):
    """What the data of the component's frameworks says about calls and decorators."""

    def call_outside(self, follower: Follower, called: Called, frame: Frame) -> Value | None: ...

    def speaks_of_routes(self, source: str) -> bool: ...

    def call_router(
        self, follower: Follower, router: Router, called: Called, frame: Frame
    ) -> Value: ...

    def decorate(self, follower: Follower, decorated: Procedure | Shape, frame: Frame) -> None: ...

    def fill_parameter(
        self, follower: Follower, annotation: Value, frame: Frame
    ) -> Value | None: ...
