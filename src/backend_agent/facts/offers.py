"""Puts on a router what carries routes: marked functions and classes, routers, lists of those."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.facts.classes import (
    class_guards,
    find_controller,
    find_mark,
    method_names,
)
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import called_decorators, name_decorators, name_guards
from backend_agent.facts.lookup import find_attribute
from backend_agent.facts.objects import (
    Called,
    Fields,
    Frame,
    Group,
    Instance,
    Module,
    Mounted,
    Outside,
    Procedure,
    Router,
    Shape,
    Unknown,
    Value,
)
from backend_agent.facts.places import find_at, fits
from backend_agent.facts.registering import (
    Writing,
    evidence_of,
    further_conditions,
    list_registrations,
    note,
    unwrap_handler,
)
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import ControllerForm, RoutingForm, WrapForm


@dataclass(frozen=True)
class Offering:
    """`unresolved` receives what may carry routes and cannot be read; `made` every router made."""

    follower: Follower
    forms: tuple[RoutingForm, ...]
    made: list[Router]
    unresolved: list[Evidence]

    def offer(self, router: Router, value: Value | None, frame: Frame, evidence: Evidence) -> None:
        """Write down on the router what the value carries."""
        value = self.follower.resolve(value) if value is not None else None
        match value:
            case None:
                return
            case Group():
                for item in value.items:
                    self.offer(router, item, frame, evidence)
            case Router():
                if value is not router:
                    self._mount(router, value, "", evidence)
            case Procedure():
                self._offer_function(router, value)
            case Shape():
                self._offer_class(router, value)
            case Called():
                self._offer_called(router, value, frame, evidence)
            case Fields():
                self._offer_fields(router, value, frame, evidence)
            case Module():
                self.offer(router, self.table(value.path), frame, evidence)
            case Unknown():
                self.unresolved.append(note(evidence, "may carry routes that cannot be read"))

    def table(self, path: str) -> Value | None:
        """What the module's table lists, by the first name that it has of those of the forms."""
        names = self.follower.frame(path).names
        for form in (each for routing in self.forms for each in routing.tables):
            if form.name in names:
                return self.follower.resolve(names[form.name])
        return None

    def carrier(self, value: Value | None, frame: Frame) -> Value | None:
        """What is to be mounted where the value stands for a router or a list, else None."""
        value = self.follower.resolve(value) if value is not None else None
        if isinstance(value, Router | Module):
            return value
        if isinstance(value, Group) and value.items:
            # `(patterns, "name")` lists the patterns first.
            first = self.follower.resolve(value.items[0])
            return first if isinstance(first, Group | Router) else value
        if isinstance(value, Called):
            wrap = self._wrap_of(value.name)
            if wrap is not None:
                inner = find_at(value, wrap.takes)
                if isinstance(inner, str):
                    return self.find_named(inner, frame)
                if isinstance(inner, Procedure) and not inner.function.decorators:
                    return self.follower.follow(inner, ())
                return self.carrier(inner, frame) or inner
        if isinstance(value, Outside) and self._wrap_of(value.name) is not None:
            return value
        return None

    def find_named(self, dotted: str, frame: Frame) -> Value:
        """The module or the name inside one that a text names; from outside where there is none."""
        path = self.follower.modules.resolve(dotted, frame.path)
        if path is not None:
            return Module(path=path)
        module, _, name = dotted.rpartition(".")
        path = self.follower.modules.resolve(module, frame.path) if module else None
        found = self.follower.frame(path).names.get(name) if path else None
        return self.follower.resolve(found) if found is not None else Outside(name=dotted)

    def _wrap_of(self, name: str) -> WrapForm | None:
        forms = (form for routing in self.forms for form in routing.wraps)
        return next((form for form in forms if fits(form.call, name)), None)

    def _mount(
        self,
        router: Router,
        child: Value,
        prefix: Value,
        evidence: Evidence,
        guards: tuple[str, ...] = (),
    ) -> None:
        router.entries.append(
            Mounted(
                child=child,
                prefix=prefix,
                evidence=evidence,
                guards=guards,
                conditions=further_conditions(self.follower, router),
            )
        )

    def _below(self, router: Router, evidence: Evidence) -> Router:
        below = Router(form=router.form, routing=router.routing, evidence=evidence, derived=True)
        self.made.append(below)
        return below

    def _offer_function(self, router: Router, procedure: Procedure) -> None:
        """A function carries the routes of its marks; other decorators may guard it."""
        decorators = procedure.function.decorators
        for index, value in called_decorators(self.follower, decorators, procedure.frame):
            if isinstance(value, Called) and (form := find_mark(self.forms, value)):
                kinds = router.routing.decorators
                others = decorators[index + 1 :] if kinds == "below" else decorators
                after = name_decorators(self.follower, others, procedure.frame, self.forms, kinds)
                writing = Writing(
                    router=router,
                    form=form,
                    called=value,
                    frame=procedure.frame,
                    handler=procedure,
                    after=after,
                    name=procedure.function.name,
                    marked=True,
                )
                self._write(writing)

    def _offer_class(self, router: Router, shape: Shape) -> None:
        """A controller becomes a router of its own; a module offers what its mark lists."""
        marked = self._class_mark(shape)
        if marked is None:
            form = find_controller(self.follower, self.forms, shape)
            if form is None or form.operations:
                return
            called = None
        else:
            form, called = marked
        if called is not None and form.takes:
            self._offer_module(router, shape, form, called)
            return
        at = Evidence(path=shape.frame.path, line=shape.definition.line, text=shape.definition.name)
        controller = self._below(router, at)
        prefix = find_at(called, form.prefix) if called else None
        if prefix is None and form.path:
            prefix = find_attribute(self.follower, shape, form.path)
        if isinstance(prefix, Fields):
            prefix = ""
        controller.controller = shape
        controller.version = find_at(called, form.version) if called else None
        guards = class_guards(self.follower, self.forms, shape, form)
        for each in prefix.items if isinstance(prefix, Group) else (prefix or "",):
            self._mount(router, controller, each, at, guards)
        for name in method_names(self.follower, shape):
            method = find_attribute(self.follower, shape, name)
            if isinstance(method, Procedure):
                self._offer_function(controller, method)

    def _offer_module(
        self, router: Router, shape: Shape, form: ControllerForm, called: Called
    ) -> None:
        """Each module is put on a router once, however many others import it."""
        root = router
        if any(shape is each for each in root.modules):
            return
        root.modules.append(shape)
        for place in form.takes:
            value = find_at(called, (place,))
            evidence = evidence_of(shape.frame, called.line, called.source)
            self.offer(router, value, shape.frame, evidence)
        for name in form.follows:
            method = find_attribute(self.follower, shape, name)
            if isinstance(method, Procedure):
                self.follower.follow(method, (), (), Instance(shape=shape))

    def _class_mark(self, shape: Shape) -> tuple[ControllerForm, Called] | None:
        decorators = shape.definition.decorators
        for _, value in called_decorators(self.follower, decorators, shape.frame):
            for form in (each for routing in self.forms for each in routing.controllers):
                if isinstance(value, Called) and fits(form.mark, value.name):
                    return form, value
        return None

    def _offer_called(
        self, router: Router, called: Called, frame: Frame, evidence: Evidence
    ) -> None:
        inner = self.carrier(called, frame)
        if inner is not None:
            self.offer(router, inner, frame, evidence)
            return
        form = find_mark(self.forms, called)
        if form is None:
            inside, _ = unwrap_handler(self.follower, called)
            if isinstance(inside, Procedure | Shape):
                self.offer(router, inside, frame, evidence)
            return
        at = evidence_of(frame, called.line, called.source)
        handler = find_at(called, form.handler)
        child = self.carrier(handler, frame)
        if child is not None:
            prefix = find_at(called, form.path) or ""
            guards = name_guards(find_at(called, form.guards), self.forms)
            outside = isinstance(child, Outside)
            below = child if outside else self._below(router, at)
            self._mount(router, below, prefix, at, guards)
            if isinstance(below, Router):
                self.offer(below, child, frame, at)
        elif handler is not None:
            self._write(
                Writing(
                    router=router,
                    form=form,
                    called=called,
                    frame=frame,
                    handler=handler,
                    marked=True,
                )
            )

    def _offer_fields(
        self, router: Router, fields: Fields, frame: Frame, evidence: Evidence
    ) -> None:
        """A module made by a call: what it lists itself, and the class it is made of."""
        for form in (each for routing in self.forms for each in routing.providers):
            given = fields.get(form.key)
            if given is not None and fits(form.value, str(getattr(given, "name", ""))):
                for key in form.guards:
                    router.guards = (*router.guards, *name_guards(fields.get(key), self.forms))
                return
        for pair in fields.pairs:
            if isinstance(pair.value, Shape | Group):
                self.offer(router, pair.value, frame, evidence)

    def _write(self, writing: Writing) -> None:
        for registered in list_registrations(self.follower, self.forms, writing, self.unresolved):
            writing.router.entries.append(registered)
