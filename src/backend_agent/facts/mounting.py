"""Puts routers below routers: prefixes, mounts, plugins that set up a router, folders of plugins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend_agent.facts.folders import load_folder
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import name_guards
from backend_agent.facts.objects import (
    Called,
    Frame,
    Module,
    Mounted,
    Outside,
    Procedure,
    Router,
    Unknown,
    Value,
)
from backend_agent.facts.places import find_at, fits, is_no
from backend_agent.facts.registering import evidence_of, further_conditions, note
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import MountForm, RoutingForm


@dataclass(frozen=True)
class Mounting:
    """`find_named` gives what a dotted text names; `made` and `unresolved` receive what is found."""

    follower: Follower
    forms: tuple[RoutingForm, ...]
    made: list[Router]
    unresolved: list[Evidence]
    find_named: Callable[[str, Frame], Value]

    def load(self, router: Router, called: Called, frame: Frame) -> bool:
        """Whether the call loads a folder of plugins."""
        loader = called.arguments[0] if called.arguments else None
        name = loader.name if isinstance(loader, Outside) else ""
        for form in router.routing.folders:
            if fits(form.call, called.name) and fits(form.loader, name):

                def plug(plugin: Value, above: Router, prefix: str) -> Router:
                    return self.plug(above, plugin, prefix, called, frame)

                why = load_folder(self.follower, router, form, called, frame, plug)
                if why:
                    evidence = evidence_of(frame, called.line, called.source)
                    self.unresolved.append(note(evidence, why))
                return True
        return False

    def plug(
        self,
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
        below = router if wrapped else self.derive(router, prefix, called, frame)
        self.follower.follow(inner, (below, *further))
        return below

    def derive(self, router: Router, prefix: Value, called: Called, frame: Frame) -> Router:
        evidence = evidence_of(frame, called.line, called.source)
        derived = Router(form=router.form, routing=router.routing, evidence=evidence, derived=True)
        router.entries.append(Mounted(child=derived, prefix=prefix, evidence=evidence))
        self.made.append(derived)
        return derived

    def mount(self, router: Router, form: MountForm, called: Called, frame: Frame) -> bool:
        """False when the call mounts no router and so means something else."""
        child = self._whole(find_at(called, form.child))
        if isinstance(child, str) and not form.only_routers:
            child = self.find_named(child, frame)
        prefix = find_at(called, form.prefix)
        if prefix is child or prefix is None:
            prefix = ""
        evidence = evidence_of(frame, called.line, called.source)
        if form.calls and isinstance(plugin_of(child)[0], Procedure):
            self.plug(router, child, prefix, called, frame, called.arguments[1:])
            return True
        if form.only_routers and isinstance(child, Unknown):
            self.unresolved.append(note(evidence, "may mount a router"))
        if child is None or (form.only_routers and not isinstance(child, Router)):
            return False
        beside = [self._whole(each) for each in called.arguments] if form.only_routers else []
        children = [each for each in beside if isinstance(each, Router) and each is not child]
        for each in (*children, child):
            above, below = (each, router) if form.inverse else (router, each)
            if not isinstance(above, Router):
                return False
            above.entries.append(
                Mounted(
                    child=below,
                    prefix=prefix,
                    evidence=evidence,
                    guards=name_guards(find_at(called, form.guards), self.forms),
                    hidden=form.hidden or is_no(find_at(called, form.visible)),
                    conditions=further_conditions(self.follower, router),
                    replaces=form.replaces and prefix != "",
                )
            )
        return True

    def _whole(self, value: Value | None) -> Value | None:
        """A module that is mounted as it is stands for what it exports by default."""
        if isinstance(value, Module):
            return self.follower.resolve(self.follower.frame(value.path).names.get("default"))
        return value


def plugin_of(value: Value | None) -> tuple[Value | None, bool]:
    """A function that sets up a router, and whether it was wrapped to work on the router itself."""
    if isinstance(value, Called) and value.arguments:
        inner = value.arguments[0]
        return (inner, True) if isinstance(inner, Procedure) else (value, False)
    return value, False
