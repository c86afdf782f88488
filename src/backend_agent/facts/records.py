"""Routers that are records of procedures: a procedure's name is its path."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import name_between
from backend_agent.facts.objects import (
    Called,
    Fields,
    Frame,
    Mounted,
    Registered,
    Router,
    Typed,
    Value,
)
from backend_agent.facts.places import find_at, fits
from backend_agent.facts.registering import evidence_of, further_conditions
from backend_agent.values.routing_format import ProcedureForm, RoutingForm


@dataclass(frozen=True)
class RecordReader:
    """`made` receives the routers of records inside of the record."""

    follower: Follower
    forms: tuple[RoutingForm, ...]
    made: list[Router]

    def read(self, router: Router, record: Value | None, frame: Frame) -> None:
        """Put the procedures and routers of the record on the router."""
        for pair in record.pairs if isinstance(record, Fields) else ():
            value = self.follower.resolve(pair.value)
            if isinstance(value, Fields):
                inner = Router(
                    form=router.form, routing=router.routing, evidence=router.evidence, derived=True
                )
                self.made.append(inner)
                self.read(inner, value, frame)
                value = inner
            if isinstance(value, Router):
                router.entries.append(
                    Mounted(child=value, prefix=pair.name, evidence=router.evidence)
                )
            elif isinstance(value, Called):
                self._add(router, pair.name, value, frame)

    def _add(self, router: Router, name: str, called: Called, frame: Frame) -> None:
        last = called.name.rsplit(".", 1)[-1]
        form = next((each for each in router.routing.procedures if fits(each.call, last)), None)
        if form is None:
            return
        links = list(_links(called))
        guards = tuple(
            guard
            for link in reversed(links)
            if fits(form.guards, link.name.rsplit(".", 1)[-1])
            for value, source in zip(link.arguments, link.sources, strict=False)
            for guard in name_between(value, source, self.forms)
        )
        evidence = evidence_of(frame, called.line, f"{name}: {called.source}")
        router.entries.append(
            Registered(
                methods=(form.method,),
                path=name,
                handler=find_at(called, form.handler) or called,
                handler_source=name,
                evidence=evidence,
                guards=guards,
                request=_input(links, form),
                conditions=further_conditions(self.follower, router),
            )
        )


def _links(called: Called) -> list[Called]:
    """The chain from its end to its beginning."""
    found: list[Called] = []
    link: Value | None = called
    while isinstance(link, Called):
        found.append(link)
        link = link.receiver
    return found


def _input(links: list[Called], form: ProcedureForm) -> Value | None:
    for link in links:
        if fits(form.request, link.name.rsplit(".", 1)[-1]) and link.arguments:
            word = link.sources[0] if link.sources else ""
            given = link.arguments[0]
            return Typed(of=given, source=word if word.isidentifier() else "inline schema")
    return None
