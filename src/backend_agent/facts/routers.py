"""Routers as the program builds them: what the data says about calls on them is written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from backend_agent.facts.code import Call, Expression, Member
from backend_agent.facts.folders import load_folder
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import (
    name_between,
    name_decorators,
    name_guards,
    short_name,
)
from backend_agent.facts.objects import (
    Called,
    Frame,
    Guarded,
    Module,
    Mounted,
    Outside,
    Procedure,
    Router,
    Shape,
    Unknown,
    Value,
)
from backend_agent.facts.offers import Offering
from backend_agent.facts.places import describe, find_at, fits, is_no, list_texts
from backend_agent.facts.records import RecordReader
from backend_agent.facts.registering import (
    Writing,
    evidence_of,
    further_conditions,
    list_registrations,
    note,
    validated_schema,
)
from backend_agent.facts.scopes import Scoped, list_scoped
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import (
    MiddlewareForm,
    MountForm,
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

    def call_outside(self, follower: Follower, called: Called, frame: Frame) -> Value | None:
        """The router that a call from outside makes or gives back, None where it does neither."""
        for routing in self.forms:
            for form in routing.routers:
                if fits(form.construct, called.name):
                    return self._make(follower, routing, form, called, frame)
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

    def offering(self, follower: Follower) -> Offering:
        return Offering(
            follower=follower, forms=self.forms, made=self.made, unresolved=self.unresolved
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
        self._set(router, called)
        for derive in routing.derives:
            if fits(derive.call, called.name):
                derived = self._derive(router, find_at(called, derive.prefix) or "", called, frame)
                setup = find_at(called, derive.setup)
                if isinstance(setup, Procedure):
                    follower.follow(setup, (derived,))
                return router if derive.setup else derived
        if self._offered(follower, router, called, frame) or self._load(
            follower, router, called, frame
        ):
            return router
        for mount in routing.mounts:
            if fits(mount.call, called.name) and self._mount(
                follower, router, mount, called, frame
            ):
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

    def _load(self, follower: Follower, router: Router, called: Called, frame: Frame) -> bool:
        """Whether the call loads a folder of plugins."""
        loader = called.arguments[0] if called.arguments else None
        name = loader.name if isinstance(loader, Outside) else ""
        for form in router.routing.folders:
            if fits(form.call, called.name) and fits(form.loader, name):

                def plug(plugin: Value, above: Router, prefix: str) -> Router:
                    return self._plug(follower, above, plugin, prefix, called, frame)

                why = load_folder(follower, router, form, called, frame, plug)
                if why:
                    evidence = evidence_of(frame, called.line, called.source)
                    self.unresolved.append(note(evidence, why))
                return True
        return False

    def _plug(
        self,
        follower: Follower,
        router: Router,
        plugin: Value | None,
        prefix: Value,
        called: Called,
        frame: Frame,
        further: tuple[Value, ...] = (),
    ) -> Router:
        """Set up a plugin on a router of its own, or on the router itself where it says so."""
        inner, wrapped = plugin_of(plugin)
        if not isinstance(inner, Procedure):
            return router
        below = router if wrapped else self._derive(router, prefix, called, frame)
        follower.follow(inner, (below, *further))
        return below

    def _set(self, router: Router, called: Called) -> None:
        """What a call says about the router itself."""
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

    def _derive(self, router: Router, prefix: Value, called: Called, frame: Frame) -> Router:
        evidence = evidence_of(frame, called.line, called.source)
        derived = Router(form=router.form, routing=router.routing, evidence=evidence, derived=True)
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
        if isinstance(child, str) and not form.only_routers:
            child = self.offering(follower).find_named(child, frame)
        prefix = find_at(called, form.prefix)
        if prefix is child or prefix is None:
            prefix = ""
        evidence = evidence_of(frame, called.line, called.source)
        if form.calls and isinstance(plugin_of(child)[0], Procedure):
            self._plug(follower, router, child, prefix, called, frame, called.arguments[1:])
            return True
        if form.only_routers and isinstance(child, Unknown):
            self.unresolved.append(note(evidence, "may mount a router"))
        if child is None or (form.only_routers and not isinstance(child, Router)):
            return False
        above, below = (child, router) if form.inverse else (router, child)
        if not isinstance(above, Router):
            return False
        above.entries.append(
            Mounted(
                child=below,
                prefix=prefix,
                evidence=evidence,
                guards=self.name_guards(find_at(called, form.guards)),
                hidden=form.hidden or is_no(find_at(called, form.visible)),
                conditions=further_conditions(follower, router),
                replaces=form.replaces and prefix != "",
            )
        )
        return True

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


def plugin_of(value: Value | None) -> tuple[Value | None, bool]:
    """A function that sets up a router, and whether it was wrapped to work on the router itself."""
    if isinstance(value, Called) and value.arguments:
        inner = value.arguments[0]
        return (inner, True) if isinstance(inner, Procedure) else (value, False)
    return value, False


def _concerns(form: MiddlewareForm, called: Called) -> bool:
    if not form.when:
        return True
    kind = find_at(called, form.when)
    return isinstance(kind, str) and fits(form.kinds, kind)
