"""What a handler takes and gives: the schema of the body, of the answer, the guards it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backend_agent.facts.code import Expression, Parameter, Subscript
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import called_decorators
from backend_agent.facts.objects import (
    Called,
    Fields,
    Instance,
    Outside,
    Procedure,
    Registered,
    Shape,
    Typed,
    Unknown,
    Value,
)
from backend_agent.facts.places import describe, find_at, fits
from backend_agent.facts.types import TypeReader
from backend_agent.values.routing_format import HandlerForm, RoutingForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Names of schemas as declared ("" = none), and the guards among the parameters."""

    request: str = ""
    response: str = ""
    guards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bodies:
    """`is_schema` says whether a class of the repository is a known schema or model."""

    follower: Follower
    types: TypeReader
    is_schema: Callable[[Shape], bool]
    name_guards: Callable[[Value | None], tuple[str, ...]]
    forms: tuple[RoutingForm, ...] = ()

    def read(self, handler: Value, entry: Registered, routing: RoutingForm) -> Body:
        request = self._name(entry.request)
        response = self._name(entry.response)
        guards: list[str] = []
        form = routing.handlers
        if isinstance(handler, Procedure) and not request:
            request = self._marked(handler)
        if form.typed and isinstance(handler, Procedure):
            for parameter in handler.function.parameters:
                found = self._guard_of(parameter, handler, routing)
                guards.extend(found)
                wanted = not form.named or parameter.name == form.named
                if not found and not request and wanted:
                    request = self._body_of(parameter, handler, form)
            if not response and entry.response is None:
                response = self._returned(handler)
        return Body(request=request, response=response, guards=tuple(guards))

    def _marked(self, handler: Procedure) -> str:
        """The type of the parameter that a decorator calls the body: `@Body() dto: CreateItem`."""
        for parameter in handler.function.parameters:
            for _, value in called_decorators(self.follower, parameter.decorators, handler.frame):
                for form in (each for routing in self.forms for each in routing.schemas):
                    if isinstance(value, Called) and fits(form.call, value.name):
                        types = self.types.shapes(parameter.annotation, handler.frame)
                        return next((shape.definition.name for shape in types), "")
        return ""

    def _guard_of(
        self, parameter: Parameter, handler: Procedure, routing: RoutingForm
    ) -> tuple[str, ...]:
        """`x: T = Depends(f)`, `Annotated[T, Depends(f)]`, or a name for the latter."""
        for value in self._given(parameter, handler):
            if not isinstance(value, Called):
                continue
            for form in routing.guards:
                if fits(form.call, value.name):
                    named = self.name_guards(value)
                    if find_at(value, form.guard) is not None:
                        return named
                    # `x: Service = Depends()` depends on the type itself.
                    return (_dependency(parameter.annotation),)
        return ()

    def _given(self, parameter: Parameter, handler: Procedure) -> Iterator[Value]:
        if parameter.default is not None:
            yield self.follower.evaluate(parameter.default, handler.frame)
        if parameter.annotation is not None:
            yield from self.types.metadata(parameter.annotation, handler.frame)

    def _body_of(self, parameter: Parameter, handler: Procedure, form: HandlerForm) -> str:
        for value in self._given(parameter, handler):
            if isinstance(value, Called) and fits(form.elsewhere, value.name):
                return ""
        for part, home in self.types.leaves(parameter.annotation, handler.frame):
            # `Query[Filters]` says where it comes from by the type around it.
            around = self.follower.evaluate(part, home)
            if isinstance(around, Outside) and fits(form.elsewhere, around.name):
                return ""
        for shape in self.types.shapes(parameter.annotation, handler.frame):
            if self.is_schema(shape):
                return shape.definition.name
        return ""

    def _returned(self, handler: Procedure) -> str:
        returns = handler.function.returns
        if any(self.is_schema(s) for s in self.types.shapes(returns, handler.frame)):
            return _plain(returns)
        return ""

    def _name(self, value: Value | None) -> str:
        """The schema's name, also from `content: {"application/json": {schema: X}}`."""
        value = self.follower.resolve(value) if value is not None else None
        if isinstance(value, Fields):
            return self._name_in(value)
        if isinstance(value, Shape):
            return value.definition.name
        if isinstance(value, Instance):
            return value.shape.definition.name
        if (
            isinstance(value, Called)
            and value.arguments
            and not isinstance(value.arguments[0], str)
        ):
            return self._named(value.arguments[0], value.sources[0] if value.sources else "")
        if isinstance(value, Typed | Unknown):
            return " ".join(value.source.split())
        return describe(value) if isinstance(value, Outside) else ""

    def _name_in(self, fields: Fields) -> str:
        """The first schema inside a record."""
        for pair in fields.pairs:
            found = self._named(pair.value, pair.source)
            if found:
                return found
        return ""

    def _named(self, value: Value, source: str) -> str:
        """A schema made by a call is known by the variable that holds it."""
        word = source.rsplit(".", 1)[-1]
        if isinstance(value, Called | Unknown | Fields) and word.isidentifier():
            return word
        return self._name(value) if isinstance(value, Called | Shape | Fields) else ""


def _dependency(annotation: Expression | None) -> str:
    """The type itself of `Service` or `Annotated[Service, …]`."""
    if isinstance(annotation, Subscript) and annotation.items:
        return annotation.items[0].source
    return annotation.source if annotation else ""


def _plain(expression: Expression | None) -> str:
    return " ".join(expression.source.split()) if expression else ""
