"""Routers as the program builds them: what the data says about calls on them is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from backend_agent.facts.code import Call, Expression, Member
from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import (
    Called,
    Frame,
    Group,
    Guarded,
    Module,
    Mounted,
    Procedure,
    Registered,
    Router,
    Typed,
    Unknown,
    Value,
)
from backend_agent.facts.places import describe, find_at, is_no, list_texts, source_at
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import (
    MiddlewareForm,
    MountForm,
    RegisterForm,
    RoutingForm,
)

fits = cache(lambda pattern, name: bool(pattern and re.fullmatch(pattern, name)))


@dataclass(frozen=True)
class RouterBuilder:
    """The forms of every framework of the component. It keeps every router made, in order."""

    forms: tuple[RoutingForm, ...]
    made: list[Router]
    unresolved: list[Evidence]

    def make_router(self, follower: Follower, called: Called, frame: Frame) -> Router | None:
        for routing in self.forms:
            for form in routing.routers:
                if fits(form.construct, called.name):
                    router = Router(
                        form=form,
                        evidence=_evidence(frame, called.line, called.source),
                        prefix=find_at(called, form.prefix) or "",
                        guards=self.name_guards(find_at(called, form.guards)),
                        hidden=is_no(find_at(called, form.visible)),
                        conditions=tuple(follower.conditions),
                    )
                    self.made.append(router)
                    return router
        return None

    def call_router(
        self, follower: Follower, router: Router, called: Called, frame: Frame
    ) -> Value:
        """What a method of a router returns: mostly the router, so that chains go on."""
        for routing in self._forms_of(router):
            for derive in routing.derives:
                if fits(derive.call, called.name):
                    return self._derive(router, find_at(called, derive.prefix) or "", called, frame)
            for mount in routing.mounts:
                if fits(mount.call, called.name) and self._mount(
                    follower, router, mount, called, frame
                ):
                    return router
            for middleware in routing.middlewares:
                if fits(middleware.call, called.name):
                    self._guard(router, middleware, called)
                    return router
            for form in routing.registers:
                if fits(form.call, called.name) and form.handler:
                    self._register(follower, router, form, called, frame)
                    return router
                if fits(form.call, called.name):
                    # Used as a decorator or called later: `decorate` writes it down.
                    return called
        return router

    def decorate(self, follower: Follower, procedure: Procedure, frame: Frame) -> None:
        """The registrations among a function's decorators."""
        decorators = procedure.function.decorators
        for decorator in decorators:
            if not (isinstance(decorator, Call) and isinstance(decorator.function, Member)):
                continue
            value = follower.evaluate(decorator, frame)
            if not (isinstance(value, Called) and isinstance(value.receiver, Router)):
                continue
            for routing in self._forms_of(value.receiver):
                for form in routing.registers:
                    if fits(form.call, value.name) and not form.handler:
                        others = [each for each in decorators if each is not decorator]
                        after = self._name_decorators(follower, others, frame)
                        self._write(value.receiver, form, value, frame, procedure, after, follower)

    def name_guards(self, value: Value | None) -> tuple[str, ...]:
        """The names of the guards in one value or in a list of them."""
        if value is None:
            return ()
        if isinstance(value, Group):
            return tuple(name for item in value.items for name in self.name_guards(item))
        if isinstance(value, Called):
            for routing in self.forms:
                for form in routing.guards:
                    if fits(form.call, value.name):
                        guard = find_at(value, form.guard)
                        if isinstance(guard, Procedure) and not guard.function.name:
                            return self._name_between(guard, source_at(value, form.guard))
                        return (_short(guard) or value.source,)
        return (_short(value),) if describe(value) else ()

    def _forms_of(self, router: Router) -> tuple[RoutingForm, ...]:
        return tuple(form for form in self.forms if router.form in form.routers)

    def _name_decorators(
        self, follower: Follower, decorators: list[Expression], frame: Frame
    ) -> tuple[str, ...]:
        names = []
        for decorator in decorators:
            value = follower.evaluate(decorator, frame)
            registers = isinstance(value, Called) and isinstance(value.receiver, Router)
            if not registers:
                names.append(decorator.source.split("(")[0])
        return tuple(names)

    def _derive(self, router: Router, prefix: Value, called: Called, frame: Frame) -> Router:
        evidence = _evidence(frame, called.line, called.source)
        derived = Router(form=router.form, evidence=evidence, derived=True)
        router.entries.append(Mounted(child=derived, prefix=prefix, evidence=evidence))
        self.made.append(derived)
        return derived

    def _mount(
        self, follower: Follower, router: Router, form: MountForm, called: Called, frame: Frame
    ) -> bool:
        """False when the call mounts no router and so means something else."""
        child = find_at(called, form.child)
        if isinstance(child, Module):
            child = follower.resolve(follower.frame(child.path).names.get("default"))
        prefix = find_at(called, form.prefix)
        if prefix is child or prefix is None:
            prefix = ""
        if isinstance(child, Procedure) and form.calls:
            follower.follow(child, (router,))
            return True
        if form.only_routers and isinstance(child, Unknown):
            evidence = _evidence(frame, called.line, called.source)
            self.unresolved.append(_note(evidence, "may mount a router"))
        if child is None or (form.only_routers and not isinstance(child, Router)):
            return False
        router.entries.append(
            Mounted(
                child=child,
                prefix=prefix,
                evidence=_evidence(frame, called.line, called.source),
                guards=self.name_guards(find_at(called, form.guards)),
                hidden=form.hidden or is_no(find_at(called, form.visible)),
                conditions=_further(follower, router),
            )
        )
        return True

    def _guard(self, router: Router, form: MiddlewareForm, called: Called) -> None:
        path = find_at(called, form.path)
        given = called.arguments if form.guards == ("-1",) else (find_at(called, form.guards),)
        names: list[str] = []
        for value in given:
            if value is None or (isinstance(value, str) and form.path):
                continue
            full = str(getattr(value, "name", "")) or describe(value)
            if not fits(form.ignore, full) and not fits(form.ignore, _short(value)):
                names.extend(self.name_guards(value))
        if names:
            below = path if isinstance(path, str) else ""
            router.entries.append(Guarded(guards=tuple(names), path=below))

    def _register(
        self, follower: Follower, router: Router, form: RegisterForm, called: Called, frame: Frame
    ) -> None:
        handler = find_at(called, form.handler)
        # `router.route("/x").get(guard, handler)`: the path was given before.
        pathless = router.derived and not isinstance(find_at(called, form.path), str)
        # One argument only is a lookup, such as `app.get("setting")`.
        if handler is None or (len(called.arguments) < 2 and form.between and not pathless):
            return
        between: tuple[str, ...] = ()
        if form.between:
            start = 0 if pathless else 1
            between = tuple(
                name
                for value, source in zip(
                    called.arguments[start:-1], called.sources[start:-1], strict=False
                )
                for name in self._name_between(value, source)
            )
        written = replace(called, arguments=("", *called.arguments)) if pathless else called
        self._write(router, form, written, frame, handler, (), follower, between)

    def _name_between(self, value: Value, source: str) -> tuple[str, ...]:
        """The guard's own name where it is a function, the caller's word where it was made."""
        if isinstance(value, Group):
            return self.name_guards(value)
        word = source.split("(")[0].rsplit(".", 1)[-1]
        return (word,) if word.isidentifier() else self.name_guards(value)

    def _write(
        self,
        router: Router,
        form: RegisterForm,
        called: Called,
        frame: Frame,
        handler: Value,
        after: tuple[str, ...],
        follower: Follower,
        between: tuple[str, ...] = (),
    ) -> None:
        methods = list_texts(find_at(called, form.methods)) or form.default_methods
        if not methods and not form.methods:
            methods = (called.name,)
        evidence = _evidence(frame, called.line, called.source)
        if not methods:
            self.unresolved.append(_note(evidence, "methods cannot be read"))
            return
        request = self._validated(called) if form.between else find_at(called, form.request)
        router.entries.append(
            Registered(
                methods=tuple(method.upper() for method in methods),
                path=find_at(called, form.path) or ("" if called.arguments else Unknown(source="")),
                handler=handler,
                handler_source=_handler_name(called, handler),
                evidence=evidence,
                guards=(*self.name_guards(find_at(called, form.guards)), *between),
                after=after,
                request=request,
                response=find_at(called, form.response),
                status=find_at(called, form.status),
                hidden=form.hidden or is_no(find_at(called, form.visible)),
                conditions=_further(follower, router),
            )
        )

    def _validated(self, called: Called) -> Value | None:
        """The schema that a validator between path and handler checks the body against."""
        for value in called.arguments[1:-1]:
            if not isinstance(value, Called):
                continue
            for routing in self.forms:
                for form in routing.validators:
                    wanted = not form.target or find_at(value, form.target) == form.value
                    if fits(form.call, value.name) and wanted:
                        found = find_at(value, form.schema)
                        source = source_at(value, form.schema)
                        return Typed(of=found, source=source) if found and source else found
        return None


def _further(follower: Follower, router: Router) -> tuple[str, ...]:
    """The conditions beyond those under which the router exists at all."""
    known = router.conditions
    now = tuple(follower.conditions)
    return now[len(known) :] if now[: len(known)] == known else now


def _handler_name(called: Called, handler: Value) -> str:
    """The function's name, else the last word by which it was given."""
    if isinstance(handler, Procedure) and handler.function.name:
        return handler.function.name
    word = called.sources[-1].rsplit(".", 1)[-1] if called.sources else ""
    return word if word.isidentifier() else describe(handler)


def _short(value: Value | None) -> str:
    """A guard is known by its own name, wherever it comes from."""
    return describe(value).rsplit(".", 1)[-1].removesuffix("()")


def _evidence(frame: Frame, line: int, source: str) -> Evidence:
    return Evidence(path=frame.path, line=line, text=" ".join(source.split())[:120])


def _note(evidence: Evidence, reason: str) -> Evidence:
    return Evidence(path=evidence.path, line=evidence.line, text=f"{reason}: {evidence.text}")
