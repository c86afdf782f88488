"""Classes whose methods are routes: by the methods' names, or by marks on the methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import called_decorators, name_decorators, name_guards
from backend_agent.facts.lookup import base_name, find_attribute, find_constant, list_ancestors
from backend_agent.facts.objects import Called, Fields, Outside, Procedure, Shape, Value
from backend_agent.facts.places import find_at, fits, is_yes, list_methods
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import (
    ControllerForm,
    DefaultForm,
    OperationForm,
    RegisterForm,
    RoutingForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that a handler does: by which methods, below which path, behind which guards."""

    methods: tuple[str, ...]
    handler: Value
    name: str
    path: str = ""
    guards: tuple[str, ...] = ()
    request: Value | None = None
    evidence: Evidence | None = None


def view_class(value: Value | None) -> Shape | None:
    """The class itself, or the one that a call on it makes a handler of (`View.as_view()`)."""
    if isinstance(value, Shape):
        return value
    if isinstance(value, Called) and isinstance(value.receiver, Shape):
        return value.receiver
    return None


def find_controller(
    follower: Follower, forms: tuple[RoutingForm, ...], shape: Shape
) -> ControllerForm | None:
    """The first form whose base the class has, itself or through another class."""
    names = {base_name(base) for base in list_ancestors(follower, shape)} - {""}
    for routing in forms:
        for form in routing.controllers:
            if any(fits(form.bases, name) for name in names):
                return form
    return None


def list_operations(
    follower: Follower, forms: tuple[RoutingForm, ...], shape: Shape, handler: Value
) -> tuple[Operation, ...]:
    """The operations of the class in the order of the form; () where no form knows the class."""
    form = find_controller(follower, forms, shape)
    if form is None or not form.operations:
        return ()
    return tuple(_operations(follower, forms, shape, handler, form))


def _operations(
    follower: Follower,
    forms: tuple[RoutingForm, ...],
    shape: Shape,
    handler: Value,
    form: ControllerForm,
) -> Iterator[Operation]:
    provided = _provided(follower, shape, form)
    guards = class_guards(follower, forms, shape, form)
    schema = find_attribute(follower, shape, form.schema) if form.schema else None
    key = _key(follower, shape, form)
    given = _mapping(handler)
    wanted = form.operations if given is None else given
    for operation in wanted:
        method = find_attribute(follower, shape, operation.name)
        procedure = method if isinstance(method, Procedure) else None
        if procedure is None and operation.name not in provided:
            continue
        line = procedure.function.line if procedure else shape.definition.line
        path = procedure.frame.path if procedure else shape.frame.path
        own = _method_guards(follower, forms, procedure)
        body = schema if operation.method in ("POST", "PUT", "PATCH") else None
        name = f"{shape.definition.name}.{operation.name}"
        yield Operation(
            methods=(operation.method,),
            handler=procedure or shape,
            name=name,
            path=operation.path.replace("{key}", f"{{{key}}}"),
            guards=(*guards, *own),
            request=body,
            evidence=Evidence(path=path, line=line, text=name),
        )
    if given is None:
        yield from _marked(follower, forms, shape, form, guards, key)


def _marked(
    follower: Follower,
    forms: tuple[RoutingForm, ...],
    shape: Shape,
    form: ControllerForm,
    guards: tuple[str, ...],
    key: str,
) -> Iterator[Operation]:
    """Further operations of the class: methods with a mark."""
    for name in method_names(follower, shape):
        method = find_attribute(follower, shape, name)
        if not isinstance(method, Procedure):
            continue
        decorators = method.function.decorators
        for index, value in called_decorators(follower, decorators, method.frame):
            mark = find_mark(forms, value)
            if mark is None or not isinstance(value, Called):
                continue
            path = find_at(value, mark.path)
            place = form.extra_detail if is_yes(find_at(value, mark.detail)) else form.extra
            own = find_at(value, mark.guards)
            after = name_decorators(follower, decorators[index + 1 :], method.frame, forms, "below")
            title = f"{shape.definition.name}.{name}"
            yield Operation(
                methods=list_methods(find_at(value, mark.methods)) or mark.default_methods,
                handler=method,
                name=title,
                path=place.replace("{key}", f"{{{key}}}").replace(
                    "{path}", path if isinstance(path, str) else name
                ),
                guards=(*(guards if own is None else name_guards(own, forms)), *after),
                evidence=Evidence(path=method.frame.path, line=method.function.line, text=title),
            )


def find_mark(forms: tuple[RoutingForm, ...], value: Value) -> RegisterForm | None:
    """The form of a call that marks a function, or a place in a list, as a route."""
    if not isinstance(value, Called):
        return None
    marks = (mark for routing in forms for mark in routing.marks)
    return next((mark for mark in marks if fits(mark.call, value.name)), None)


def method_names(follower: Follower, shape: Shape) -> list[str]:
    """The names of what the class has, its own first."""
    owners = [base for base in list_ancestors(follower, shape) if isinstance(base, Shape)]
    names: dict[str, None] = {}
    for owner in (shape, *owners):
        names.update(dict.fromkeys(follower.read_shape(owner).names))
    return list(names)


def class_guards(
    follower: Follower, forms: tuple[RoutingForm, ...], shape: Shape, form: ControllerForm
) -> tuple[str, ...]:
    """What the class' attributes and decorators name, or the project's default where neither does."""
    named: list[str] = []
    said = False
    for attribute in form.guards:
        value = find_attribute(follower, shape, attribute)
        if value is not None:
            said = True
            named.extend(name_guards(value, forms))
    named.extend(
        name_decorators(follower, shape.definition.decorators, shape.frame, forms, "known")
    )
    named.extend(
        base.name.rsplit(".", 1)[-1]
        for base in list_ancestors(follower, shape)
        if isinstance(base, Outside) and any(fits(each.mixins, base.name) for each in forms)
    )
    if said or named:
        return tuple(named)
    names = {base_name(base) for base in list_ancestors(follower, shape)} - {""}
    return default_guards(follower, forms, lambda each: any(fits(each.bases, n) for n in names))


def default_guards(
    follower: Follower, forms: tuple[RoutingForm, ...], concerns: Callable[[DefaultForm], bool]
) -> tuple[str, ...]:
    """The guards that the project's settings give to every handler without its own."""
    for form in (each for routing in forms for each in routing.defaults if concerns(each)):
        setting = find_constant(follower, form.setting)
        if isinstance(setting, Fields):
            return name_guards(setting.get(form.key), forms)
    return ()


def _method_guards(
    follower: Follower, forms: tuple[RoutingForm, ...], procedure: Procedure | None
) -> tuple[str, ...]:
    if procedure is None:
        return ()
    function = procedure.function
    return name_decorators(follower, function.decorators, procedure.frame, forms, "below")


def _provided(follower: Follower, shape: Shape, form: ControllerForm) -> set[str]:
    """What bases from outside bring along."""
    names = {base_name(base) for base in list_ancestors(follower, shape)} - {""}
    return {
        operation
        for provide in form.provides
        if any(fits(provide.bases, name) for name in names)
        for operation in provide.names
    }


def _key(follower: Follower, shape: Shape, form: ControllerForm) -> str:
    for name in form.keys:
        value = find_attribute(follower, shape, name)
        if isinstance(value, str):
            return value
    return form.default_key


def _mapping(handler: Value) -> tuple[OperationForm, ...] | None:
    """`as_view({"get": "list"})` says which method of the class answers what."""
    given = handler.arguments[0] if isinstance(handler, Called) and handler.arguments else None
    if not isinstance(given, Fields):
        return None
    return tuple(
        OperationForm(name=pair.value, method=pair.name.upper())
        for pair in given.pairs
        if isinstance(pair.value, str)
    )
