"""Routers as the program builds them: what the data says about calls on them is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from backend_agent.facts.code import Call, Expression, Member
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import (
    name_between,
    name_decorators,
    name_guards,
    short_name,
)
from backend_agent.facts.mounting import Mounting
from backend_agent.facts.objects import (
    Called,
    Frame,
    Guarded,
    Mounted,
    Outside,
    Procedure,
    Registered,
    Router,
    Shape,
    Value,
)
from backend_agent.facts.offers import Offering
from backend_agent.facts.places import describe, find_at, fits, is_no, list_methods, list_texts
from backend_agent.facts.records import RecordReader
from backend_agent.facts.registering import (
    Writing,
    evidence_of,
    list_registrations,
    validated_schema,
)
from backend_agent.facts.scopes import Scoped, list_scoped
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import (
    MiddlewareForm,
    RegisterForm,
    RouterForm,
    RoutingForm,
)


@dataclass(frozen=True)
class RouterBuilder:
    """The forms of every framework of the component. It keeps every router made, in order."""

    forms: tuple[RoutingForm, ...]
    made: list[Router]
    unresolved: list[Evidence]
    scoped: list[Scoped] = field(default_factory=list)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        """The names of all methods by which routes come onto routers."""
        calls = {each.call for form in self.forms for each in form.registers}
        calls |= {each.call for form in self.forms for each in form.mounts}
        calls |= {each.call for form in self.forms for each in form.offers}
        calls |= {each.call for form in self.forms for each in form.folders}
        return re.compile(rf"\.(?:{'|'.join(sorted(calls)) or '(?!)'})\(")

    def speaks_of_routes(self, source: str) -> bool:
        return self._words.search(source) is not None

    def call_outside(self, follower: Follower, called: Called, frame: Frame) -> Value | None:
        """The router that a call from outside makes or gives back, None where it does neither."""
        for routing in self.forms:
            for form in routing.routers:
                if fits(form.construct, called.name):
                    return self._make(follower, routing, form, called, frame)
            for register in routing.globals:
                if fits(register.call, called.name):
                    router = self._global_router(routing, called, frame)
                    self._register(follower, router, register, called, frame)
                    return called
            for scope in routing.scopes:
                if fits(scope.call, called.name):
                    self.scoped.extend(list_scoped(called, routing, scope, self.forms))
            for enclosing in routing.enclosing:
                given = called.arguments[0] if called.arguments else None
                if fits(enclosing.call, called.name) and isinstance(given, Router):
                    making = called.receiver
                    name = called.name.rsplit(".", 2)[-2]
                    given.guards = (*given.guards, name)
                    if isinstance(making, Called):
                        exclude = list_texts(find_at(making, enclosing.exclude))
                        given.excluded.append((name, exclude))
                    return given
        return None

    def _make(
        self,
        follower: Follower,
        routing: RoutingForm,
        form: RouterForm,
        called: Called,
        frame: Frame,
    ) -> Router:
        evidence = evidence_of(frame, called.line, called.source)
        router = Router(
            form=form,
            routing=routing,
            evidence=evidence,
            prefix=find_at(called, form.prefix) or "",
            guards=name_guards(find_at(called, form.guards), self.forms),
            hidden=is_no(find_at(called, form.visible)),
            conditions=tuple(follower.conditions),
        )
        self.made.append(router)
        parent = find_at(called, form.onto)
        if isinstance(parent, Router):
            parent.entries.append(Mounted(child=router, prefix="", evidence=evidence))
        if form.record:
            reader = RecordReader(follower, self.forms, self.made)
            reader.read(router, find_at(called, form.record), frame)
        for place in form.takes:
            self.offering(follower).offer(router, find_at(called, (place,)), frame, evidence)
        return router

    def _global_router(self, routing: RoutingForm, called: Called, frame: Frame) -> Router:
        """The program's own router, which exists without being made."""
        found = next(
            (r for r in self.made if r.routing is routing and r.form.construct == ""), None
        )
        if found is None:
            found = Router(
                form=RouterForm(construct="", application=True),
                routing=routing,
                evidence=evidence_of(frame, called.line, called.source),
            )
            self.made.append(found)
        return found

    def offering(self, follower: Follower) -> Offering:
        return Offering(
            follower=follower, forms=self.forms, made=self.made, unresolved=self.unresolved
        )

    def _mounting(self, follower: Follower) -> Mounting:
        return Mounting(
            follower, self.forms, self.made, self.unresolved, self.offering(follower).find_named
        )

    def fill_parameter(self, follower: Follower, annotation: Value, frame: Frame) -> Value | None:
        """What a parameter of this type is, when nobody gives it."""
        name = annotation.name if isinstance(annotation, Outside) else ""
        for routing in self.forms:
            for form in routing.routers:
                if fits(form.typed, name):
                    known = [router for router in self.made if router.form is form]
                    if form.application and len(known) == 1:
                        return known[0]
                    called = Called(name=name, arguments=(), keywords=(), source=name, line=0)
                    return self._make(follower, routing, form, called, frame)
            for scope in routing.scopes:
                if fits(scope.type, name):
                    return annotation
        return None

    def call_router(
        self, follower: Follower, router: Router, called: Called, frame: Frame
    ) -> Value:
        """What a method of a router returns: mostly the router, so that chains go on."""
        routing = router.routing
        mounting = self._mounting(follower)
        self._set(router, called)
        for derive in routing.derives:
            if fits(derive.call, called.name):
                derived = mounting.derive(
                    router, find_at(called, derive.prefix) or "", called, frame
                )
                derived.guards = name_guards(find_at(called, derive.guards), self.forms)
                setup = find_at(called, derive.setup)
                if isinstance(setup, Procedure):
                    follower.follow(setup, (derived,))
                return router if derive.setup else derived
        if self._offered(follower, router, called, frame) or mounting.load(router, called, frame):
            return router
        for mount in routing.mounts:
            if fits(mount.call, called.name) and mounting.mount(router, mount, called, frame):
                return router
        for middleware in routing.middlewares:
            if fits(middleware.call, called.name) and _concerns(middleware, called):
                if self._guard(router, middleware, called) or not middleware.decorates:
                    return router
                return called
        form = next((each for each in routing.registers if fits(each.call, called.name)), None)
        if form is not None and not form.handler:
            # Used as a decorator or called later: `decorate` writes it down.
            return called
        if form is not None:
            self._register(follower, router, form, called, frame)
        return router

    def _set(self, router: Router, called: Called) -> None:
        """What a call says about the router itself, or about its last route."""
        last = router.entries[-1] if router.entries else None
        for amend in router.routing.amends:
            if fits(amend.call, called.name) and isinstance(last, Registered):
                methods = list_methods(find_at(called, amend.methods))
                guards = name_guards(find_at(called, amend.guards), self.forms)
                router.entries[-1] = replace(
                    last, methods=methods or last.methods, guards=(*last.guards, *guards)
                )
        if fits(router.routing.versions, called.name):
            router.versioned = True
        for prefix in router.routing.prefixes:
            if fits(prefix.call, called.name):
                router.prefix = find_at(called, prefix.prefix) or ""

    def _offered(self, follower: Follower, router: Router, called: Called, frame: Frame) -> bool:
        for offer in router.routing.offers:
            given = find_at(called, offer.takes) if fits(offer.call, called.name) else None
            if given is not None and not isinstance(given, str):
                evidence = evidence_of(frame, called.line, called.source)
                self.offering(follower).offer(router, given, frame, evidence)
                return True
        return False

    def decorate(self, follower: Follower, decorated: Procedure | Shape, frame: Frame) -> None:
        """The registrations and the hooks among the decorators of a function or a class."""
        own = decorated.function if isinstance(decorated, Procedure) else decorated.definition
        for index, decorator in enumerate(own.decorators):
            value = self._registering(follower, decorator, frame)
            if value is None or not isinstance(value.receiver, Router):
                continue
            router = value.receiver
            for middleware in router.routing.middlewares:
                if middleware.decorates and fits(middleware.call, value.name):
                    self._hook(router, own.name, middleware)
            for form in router.routing.registers:
                if fits(form.call, value.name) and not form.handler:
                    below = router.routing.decorators == "below"
                    others = own.decorators[index + 1 :] if below else own.decorators
                    after = name_decorators(
                        follower, others, frame, self.forms, router.routing.decorators
                    )
                    self._write(
                        follower,
                        Writing(
                            router=router,
                            form=form,
                            called=value,
                            frame=frame,
                            handler=decorated,
                            after=after,
                            name=own.name,
                        ),
                    )

    def _registering(
        self, follower: Follower, decorator: Expression, frame: Frame
    ) -> Called | None:
        """The decorator as a call on a router, also where it is only named (`@app.before`)."""
        if isinstance(decorator, Call) and isinstance(decorator.function, Member):
            value = follower.evaluate(decorator, frame)
            return value if isinstance(value, Called) else None
        if isinstance(decorator, Member):
            receiver = follower.evaluate(decorator.of, frame)
            if isinstance(receiver, Router):
                return Called(
                    name=decorator.name,
                    arguments=(),
                    keywords=(),
                    source=decorator.source,
                    line=decorator.line,
                    receiver=receiver,
                )
        return None

    def _hook(self, router: Router, name: str, form: MiddlewareForm) -> None:
        if fits(form.ignore, name):
            return
        if form.everywhere:
            router.guards = (*router.guards, name)
        else:
            router.entries.append(Guarded(guards=(name,)))

    def name_guards(self, value: Value | None) -> tuple[str, ...]:
        return name_guards(value, self.forms)

    def _guard(self, router: Router, form: MiddlewareForm, called: Called) -> bool:
        """False when the call names no guard (it may decorate one)."""
        path = find_at(called, form.path)
        given = called.arguments if form.guards == ("-1",) else (find_at(called, form.guards),)
        names: list[str] = []
        for value in given:
            if value is None or (isinstance(value, str) and form.path):
                continue
            full = str(getattr(value, "name", "")) or describe(value)
            if not fits(form.ignore, full) and not fits(form.ignore, short_name(value)):
                names.extend(self.name_guards(value))
        if names and form.everywhere:
            router.guards = (*router.guards, *names)
        elif names:
            below = path if isinstance(path, str) else ""
            router.entries.append(Guarded(guards=tuple(names), path=below))
        return bool(names)

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
                for name in name_between(value, source, self.forms)
            )
        written = replace(called, arguments=("", *called.arguments)) if pathless else called
        self._write(
            follower,
            Writing(
                router=router,
                form=form,
                called=written,
                frame=frame,
                handler=handler,
                between=between,
                request=validated_schema(written, self.forms) if form.between else None,
            ),
        )

    def _write(self, follower: Follower, writing: Writing) -> None:
        writing.router.entries.extend(
            list_registrations(follower, self.forms, writing, self.unresolved)
        )


def _concerns(form: MiddlewareForm, called: Called) -> bool:
    if not form.when:
        return True
    kind = find_at(called, form.when)
    return isinstance(kind, str) and fits(form.kinds, kind)
