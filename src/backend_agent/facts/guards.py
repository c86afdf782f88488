"""The names of guards: in values, in decorators, between the arguments of a registration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.facts.code import Call, Expression, Function
from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import (
    Called,
    Frame,
    Group,
    Number,
    Procedure,
    Router,
    Unknown,
    Value,
)
from backend_agent.facts.places import describe, find_at, fits, source_at
from backend_agent.values.routing_format import GuardForm, RoutingForm

REFUSES = re.compile(r"(?i)unauthori[sz]ed|forbidden|unauthenticated|\b40[13]\b")
CALLS = re.compile(r"(\w+)\(")


def name_guards(value: Value | None, forms: tuple[RoutingForm, ...]) -> tuple[str, ...]:
    """The names of the guards in one value or in a list of them."""
    if value is None or isinstance(value, Number):
        return ()
    if isinstance(value, Group):
        return tuple(name for item in value.items for name in name_guards(item, forms))
    if isinstance(value, Called):
        form = _form_of(value, forms)
        if form is not None:
            return _wrapped(value, form, forms)
    return (short_name(value),) if describe(value) else ()


def known_guards(value: Value | None, forms: tuple[RoutingForm, ...]) -> tuple[str, ...]:
    """Only what the data calls a guard: for decorators, most of which guard nothing."""
    if isinstance(value, Group):
        return tuple(name for item in value.items for name in known_guards(item, forms))
    if isinstance(value, Called) and (form := _form_of(value, forms)) is not None:
        if form.nested:
            return known_guards(find_at(value, form.guard), forms)
        return _wrapped(value, form, forms)
    return ()


def name_between(value: Value, source: str, forms: tuple[RoutingForm, ...]) -> tuple[str, ...]:
    """The guard's own name where it is a function, the caller's word where it was made."""
    if isinstance(value, Group):
        return name_guards(value, forms)
    word = source.split("(")[0].rsplit(".", 1)[-1]
    return (word,) if word.isidentifier() else name_guards(value, forms)


def name_decorators(
    follower: Follower,
    decorators: tuple[Expression, ...],
    frame: Frame,
    forms: tuple[RoutingForm, ...],
    kinds: str,
) -> tuple[str, ...]:
    """The guards among decorators that register nothing, in the order in which they run."""
    names: list[str] = []
    for decorator in decorators:
        value = follower.evaluate(decorator, frame)
        if isinstance(value, Router) or isinstance(getattr(value, "receiver", None), Router):
            continue
        known = known_guards(value, forms)
        if known or kinds == "known":
            names.extend(known)
        elif not tells_schema(value, forms):
            names.append(decorator.source.split("(")[0])
    return tuple(names)


def exempting(function: Function, forms: tuple[RoutingForm, ...]) -> str:
    """The decorator that lifts the guards above, "" where none does."""
    for decorator in function.decorators:
        word = decorator.source.split("(")[0].rsplit(".", 1)[-1]
        if any(fits(form.exempt, word) for form in forms):
            return word
    return ""


def tells_schema(value: Value, forms: tuple[RoutingForm, ...]) -> bool:
    """Whether the decorator says what goes in or out, or which methods, and so guards nothing."""
    name = value.name if isinstance(value, Called) else str(getattr(value, "name", ""))
    return any(
        any(fits(each.call, name) for each in form.schemas)
        or any(fits(each.call, name) for each in form.limits)
        for form in forms
    )


def short_name(value: Value | None) -> str:
    """A guard is known by its own name, wherever it comes from; one without a name by its line and by
    how it turns callers away, or what it calls last."""
    if isinstance(value, Procedure) and not value.function.name:
        source = value.function.source
        found = REFUSES.search(source)
        called = CALLS.findall(source)
        why = found[0] if found else called[-1] if called else ""
        return f"{describe(value)} ({why})" if why else describe(value)
    named = describe(value)
    if isinstance(value, Unknown):
        named = named.split("(")[0]
    return named.rsplit(".", 1)[-1].removesuffix("()")


def called_decorators(
    follower: Follower, decorators: tuple[Expression, ...], frame: Frame
) -> Iterator[tuple[int, Value]]:
    """The decorators' values with their places, from the outermost."""
    for index, decorator in enumerate(decorators):
        value = follower.evaluate(decorator, frame)
        # `@Get` and `@Get()` say the same.
        bare = not isinstance(decorator, Call) and hasattr(value, "name")
        yield index, bare_call(value, decorator) if bare else value


def bare_call(value: Value, decorator: Expression) -> Value:
    name = str(getattr(value, "name", ""))
    return Called(
        name=name, arguments=(), keywords=(), source=decorator.source, line=decorator.line
    )


def _form_of(value: Called, forms: tuple[RoutingForm, ...]) -> GuardForm | None:
    return next(
        (each for form in forms for each in form.guards if fits(each.call, value.name)), None
    )


def _wrapped(value: Called, form: GuardForm, forms: tuple[RoutingForm, ...]) -> tuple[str, ...]:
    guard = find_at(value, form.guard)
    source = source_at(value, form.guard)
    if isinstance(guard, Group) and form.guard:
        return name_guards(guard, forms)
    if isinstance(guard, Procedure) and not guard.function.name:
        return name_between(guard, source, forms)
    if isinstance(guard, Called) and source.replace(".", "").isidentifier():
        return (source.rsplit(".", 1)[-1],)
    return (short_name(guard) or value.source,)
