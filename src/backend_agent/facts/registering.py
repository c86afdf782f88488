"""Writes registrations down: one handler or every operation of a class, at each of its paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.facts.classes import (
    Operation,
    default_guards,
    list_operations,
    view_class,
)
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import (
    called_decorators,
    exempting,
    known_guards,
    name_decorators,
    name_guards,
    short_name,
)
from backend_agent.facts.objects import (
    Called,
    Fields,
    Frame,
    Group,
    Procedure,
    Registered,
    Router,
    Shape,
    Typed,
    Unknown,
    Value,
)
from backend_agent.facts.places import (
    describe,
    find_at,
    fits,
    is_no,
    is_yes,
    list_methods,
    source_at,
)
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import RegisterForm, RoutingForm

MOST_WRAPS = 6
# A schema that is written where it is used has no name.
INLINE = "inline schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One registration as it is found: who calls what on which router, for which handler."""

    router: Router
    form: RegisterForm
    called: Called
    frame: Frame
    handler: Value
    after: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    name: str = ""
    paths: tuple[Value, ...] = ()
    methods: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    request: Value | None = None
    marked: bool = False


def list_registrations(
    follower: Follower, forms: tuple[RoutingForm, ...], writing: Writing, unresolved: list[Evidence]
) -> Iterator[Registered]:
    """Each registration; what cannot be one is named in `unresolved`."""
    form, called = writing.form, writing.called
    handler, wrapping = unwrap_handler(follower, writing.handler)
    shape = view_class(handler)
    paths = writing.paths or _paths(writing)
    if shape is not None and (found := list_operations(follower, forms, shape, handler)):
        for operation in found:
            for path in paths:
                yield _registered(
                    follower, forms, writing, wrapping, _below(path, operation), operation
                )
        return
    methods = (
        writing.methods
        or list_methods(find_at(called, form.methods))
        or _limited(follower, forms, handler)
        or form.default_methods
    )
    if not methods and not form.methods:
        methods = (_named_method(form, called.name),)
    if not methods:
        evidence = evidence_of(writing.frame, called.line, called.source)
        unresolved.append(note(evidence, "methods cannot be read"))
        return
    for given in paths:
        own, path = _split(given) if form.splits else ((), given)
        operation = Operation(
            methods=own or methods,
            handler=handler,
            name=writing.name or handler_name(called, handler),
        )
        yield _registered(follower, forms, writing, wrapping, path, operation)


def _registered(
    follower: Follower,
    forms: tuple[RoutingForm, ...],
    writing: Writing,
    wrapping: tuple[str, ...],
    path: Value,
    operation: Operation,
) -> Registered:
    form, called = writing.form, writing.called
    request = writing.request if form.between else _named_schema(called, form)
    own = tuple(
        name for step in form.guards for name in name_guards(find_at(called, (step,)), forms)
    )
    schemas = _schemas(follower, forms, operation.handler)
    function = operation.handler.function if isinstance(operation.handler, Procedure) else None
    return Registered(
        methods=tuple(method.upper() for method in operation.methods),
        path=path,
        handler=operation.handler,
        handler_source=operation.name,
        evidence=operation.evidence or evidence_of(writing.frame, called.line, called.source),
        guards=(*own, *writing.guards, *writing.between, *wrapping, *operation.guards),
        after=(*writing.after, *_decorating(follower, forms, writing, operation)),
        request=request or schemas.get("request") or operation.request,
        response=find_at(called, form.response) or schemas.get("response"),
        status=find_at(called, form.status) or schemas.get("status"),
        hidden=form.hidden or is_no(find_at(called, form.visible)),
        conditions=further_conditions(follower, writing.router),
        version=find_at(called, form.version) or schemas.get("version"),
        exempt=(exempting(function, forms) if function else "") or _lifted(form, called),
        alone=form.alone and find_at(called, form.guards) is not None,
    )


def _decorating(
    follower: Follower, forms: tuple[RoutingForm, ...], writing: Writing, operation: Operation
) -> tuple[str, ...]:
    """The guards among the decorators of a handler that is registered by somebody else."""
    handler = operation.handler
    if (
        writing.name
        or operation.evidence
        or not isinstance(handler, Procedure)
        or not handler.function.decorators
    ):
        return ()
    kinds = writing.router.routing.decorators
    decorators = handler.function.decorators
    values = [value for _, value in called_decorators(follower, decorators, handler.frame)]
    names = {value.name for value in values if isinstance(value, Called)}
    said = any(known_guards(value, forms) for value in values)
    default = (
        ()
        if said
        else default_guards(follower, forms, lambda e: any(fits(e.mark, name) for name in names))
    )
    return (*default, *name_decorators(follower, decorators, handler.frame, forms, kinds))


def unwrap_handler(follower: Follower, handler: Value) -> tuple[Value, tuple[str, ...]]:
    """The function or class inside of wrappers from outside, and the wrappers' names."""
    names: list[str] = []
    value = follower.resolve(handler)
    for _ in range(MOST_WRAPS):
        if not isinstance(value, Called) or view_class(value) is not None:
            break
        inner = next(
            (
                each
                for each in value.arguments
                if isinstance(each, Procedure | Shape) or view_class(each) is not None
            ),
            None,
        )
        inner = inner or (value.arguments[0] if value.arguments else None)
        if not isinstance(inner, Procedure | Shape | Called):
            break
        names.append(short_name(value))
        value = inner
    if isinstance(value, Procedure):
        names.extend(value.through)
    if isinstance(value, Procedure | Shape) or view_class(value) is not None:
        return value, tuple(names)
    return handler, ()


def _paths(writing: Writing) -> tuple[Value, ...]:
    """A registration may name several paths; without one it stands at its router's own."""
    form, called = writing.form, writing.called
    found = find_at(called, form.path)
    if isinstance(found, Group):
        return found.items or ("",)
    if found is not None:
        return (found,)
    if form.named and isinstance(writing.handler, Procedure):
        return (writing.handler.function.name,)
    return ("",) if called.arguments or writing.marked else (Unknown(source=""),)


def _named_schema(called: Called, form: RegisterForm) -> Value | None:
    """The body's schema; a record or a call is known by the variable that holds it."""
    found = find_at(called, form.request)
    source = source_at(called, form.request)
    if isinstance(found, Called | Fields) and source.isidentifier():
        return Typed(of=found, source=source)
    if isinstance(found, Called) or (isinstance(found, Fields) and found.get("type") is not None):
        return Typed(of=found, source=INLINE)
    return found


def validated_schema(called: Called, forms: tuple[RoutingForm, ...]) -> Value | None:
    """The schema that a validator between path and handler checks the body against."""
    for value in called.arguments[1:-1]:
        for form in (each for routing in forms for each in routing.validators):
            if not isinstance(value, Called) or not fits(form.call, value.name):
                continue
            if not form.target or find_at(value, form.target) == form.value:
                found = find_at(value, form.schema)
                source = source_at(value, form.schema)
                return Typed(of=found, source=source) if found and source else found
    return None


def _lifted(form: RegisterForm, called: Called) -> str:
    """The word that lifts the guards above, where the registration says so."""
    return next((step for step in form.exempt if is_yes(find_at(called, (step,)))), "")


def _named_method(form: RegisterForm, name: str) -> str:
    """The call's own name, or what its pattern calls the method in it."""
    found = re.fullmatch(form.call, name)
    named = found.groupdict().get("method") if found else None
    return named or name.rsplit(".", 1)[-1]


def _split(path: Value) -> tuple[tuple[str, ...], Value]:
    """The method and the path of `"GET /x"`."""
    found = re.fullmatch(r"([A-Z]+)\s+(\S+)", path) if isinstance(path, str) else None
    return ((found.group(1),), found.group(2)) if found else ((), path)


def _below(path: Value, operation: Operation) -> Value:
    if not operation.path:
        return path
    return path + operation.path if isinstance(path, str) else path


def _limited(follower: Follower, forms: tuple[RoutingForm, ...], handler: Value) -> tuple[str, ...]:
    """The methods that the handler's decorators name."""
    if not isinstance(handler, Procedure):
        return ()
    for _, value in called_decorators(follower, handler.function.decorators, handler.frame):
        for form in (each for routing in forms for each in routing.limits):
            if isinstance(value, Called) and fits(form.call, value.name):
                return form.only or list_methods(find_at(value, form.methods)) or ("GET",)
    return ()


def _schemas(
    follower: Follower, forms: tuple[RoutingForm, ...], handler: Value
) -> dict[str, Value]:
    """What the handler's decorators say goes in and out, by role."""
    found: dict[str, Value] = {}
    if not isinstance(handler, Procedure):
        return found
    for _, value in called_decorators(follower, handler.function.decorators, handler.frame):
        if not isinstance(value, Called):
            continue
        for form in (each for routing in forms for each in routing.schemas):
            given = find_at(value, form.schema) if fits(form.call, value.name) else None
            if given is not None:
                source = source_at(value, form.schema)
                made = isinstance(given, Called) and source.isidentifier()
                found.setdefault(form.role, Typed(of=given, source=source) if made else given)
    return found


def further_conditions(follower: Follower, router: Router) -> tuple[str, ...]:
    """The conditions beyond those under which the router exists at all."""
    known = router.conditions
    now = tuple(follower.conditions)
    return now[len(known) :] if now[: len(known)] == known else now


def handler_name(called: Called, handler: Value) -> str:
    """The function's name, else the last word by which it was given."""
    if isinstance(handler, Procedure) and handler.function.name:
        return handler.function.name
    word = called.sources[-1].rsplit(".", 1)[-1] if called.sources else ""
    return word if word.isidentifier() else describe(handler)


def evidence_of(frame: Frame, line: int, source: str) -> Evidence:
    return Evidence(path=frame.path, line=line, text=" ".join(source.split())[:120])


def note(evidence: Evidence, reason: str) -> Evidence:
    return Evidence(path=evidence.path, line=evidence.line, text=f"{reason}: {evidence.text}")
