"""One probe from beginning to end: learn the service, ask the questions, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from backend_agent.catalog import Catalog
from backend_agent.values.probe import Answered, Depth, ProbeArea, ProbeReport, ProbeWords, Surface
from backend_agent.verify.probe.client import Client
from backend_agent.verify.probe.desk import Desk, Held
from backend_agent.verify.probe.learn import learn_description, learn_service
from backend_agent.verify.probe.openapi import Description, Operation
from backend_agent.verify.probe.profile import Profile
from backend_agent.verify.probe.runner import ask_questions, choose_questions
from backend_agent.verify.probe.telemetry import Telemetry
from backend_agent.world.clock import Clock
from backend_agent.world.listener import Collector
from backend_agent.world.wire import Dial

OnAnswer = Callable[[Answered], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What to ask of whom. `host` is the Host header, `own` = on this machine's loopback, so that requests
    may come from any of its addresses; `given` is a description that lies in the repository (text, place);
    `coded` describes the routes in its code, for one that describes itself nowhere;
    `resources` are paths whose things are preferred; `limit` is for the questions, in seconds."""

    dial: Dial
    host: str
    target: str
    catalog: Catalog
    clock: Clock
    depth: Depth = "quick"
    only: tuple[str, ...] = ()
    own: bool = True
    destructive: bool = False
    given: tuple[bytes, str] | None = None
    coded: Description | None = None
    held: Held | None = None
    collector: Collector | None = None
    collector_port: int = 0
    profile: Profile = Profile()  # noqa: RUF009 - frozen
    resources: tuple[str, ...] = ()
    limit: float = float("inf")
    notes: tuple[str, ...] = ()
    tell: Callable[[str], None] = field(default=lambda _: None)


async def ask_service(inquiry: Inquiry, on_answer: OnAnswer) -> ProbeReport:
    """The report. A service that does not answer blocks it: nothing is asked, and the reason is told."""
    begun = inquiry.clock.elapsed()
    desk = _lay_desk(inquiry)
    first = await desk.client.ask("GET", "/", seconds=10.0)
    endless = first.trouble.startswith(("timeout", "closed by us"))
    silent = not first.status or endless
    blocked = f"{inquiry.target} gives no answer: {first.trouble}" if silent else ""
    answers: tuple[Answered, ...] = ()
    if not blocked:
        await _learn(desk, inquiry)
        questions = choose_questions(
            [document.value for document in inquiry.catalog.documents(ProbeArea)],
            inquiry.depth,
            inquiry.only,
        )
        answers = await ask_questions(
            desk, questions, destructive=inquiry.destructive, on_answer=on_answer
        )
    return ProbeReport(
        target=inquiry.target,
        depth=inquiry.depth,
        surface=_tell_surface(desk, inquiry, first.header("server") or ""),
        answers=answers,
        blocked=blocked,
        requests=len(desk.client.exchanges),
        seconds=inquiry.clock.elapsed() - begun,
        notes=inquiry.notes,
        log=desk.held.logs()[-200_000:] if desk.held else "",
    )


def _lay_desk(inquiry: Inquiry) -> Desk:
    words = inquiry.catalog.documents(ProbeWords)[0].value
    desk = Desk(
        client=Client(inquiry.dial, inquiry.host, spreads=inquiry.own),
        words=words,
        description=Description(),
        clock=inquiry.clock,
        held=inquiry.held,
        telemetry=Telemetry(inquiry.collector) if inquiry.collector else None,
    )
    desk.deadline = inquiry.clock.elapsed() + inquiry.limit
    desk.keeps["depth"] = inquiry.depth
    desk.keeps["canary_port"] = inquiry.collector_port
    desk.keeps["log_start"] = len(inquiry.held.logs()) if inquiry.held else 0
    return desk


async def _learn(desk: Desk, inquiry: Inquiry) -> None:
    text, place = inquiry.given or (None, "")
    desk.description = await learn_description(desk, text, place)
    if not desk.description.operations and text is None:
        desk.lacks["spec"] = (False, desk.description.trouble)
        if inquiry.coded is not None and inquiry.coded.operations:
            desk.description = inquiry.coded
    inquiry.tell("description")
    await learn_service(desk, inquiry.profile, inquiry.tell, inquiry.resources)
    held = inquiry.held
    for need, there, reason in (
        ("process", held, "it was not started here"),
        ("logs", held, "its log is not at hand"),
        ("restart", held and held.restart, "it cannot be started again here"),
        ("receiver", inquiry.collector, "there is no receiver that it could export to"),
        (
            "database",
            held and held.cut,
            held.backing if held and held.backing else "its database is not held by the probe",
        ),
    ):
        if not there:
            absent = need == "database" and bool(held and held.backing)
            desk.lacks[need] = (absent, reason)
    if held and held.cut and not held.reached():
        reason = "it never connected to the database server that was started for it"
        desk.lacks["database"] = (False, reason)


def _tell_surface(desk: Desk, inquiry: Inquiry, server: str) -> Surface:
    def key(operation: Operation | None) -> str:
        return operation.key if operation else ""

    thing, roles = desk.resource, desk.roles
    found = {
        "sign up": key(roles.signup),
        "log in": key(roles.login),
        "refresh": key(roles.refresh),
        "log out": key(roles.logout),
        "resource": key(thing.create) if thing else "",
        "read": key(thing.read) if thing else "",
        "update": key(thing.update) if thing else "",
        "delete": key(thing.delete) if thing else "",
        "list": key(thing.listing) if thing else "",
        "live": desk.health.live,
        "ready": desk.health.ready,
        "startup": desk.health.startup,
        "users": str(sum(1 for each in (desk.first, desk.second) if each)),
    }
    return Surface(
        base=inquiry.target,
        server=server,
        spec=f"{desk.description.source} ({desk.description.version})"
        if desk.description.operations
        else "",
        operations=tuple(each.key for each in desk.description.operations),
        found=tuple((name, value) for name, value in found.items() if value),
        missing=tuple((need, reason) for need, (_, reason) in sorted(desk.lacks.items())),
    )


def list_areas(catalog: Catalog) -> Sequence[ProbeArea]:
    """Every area with its checks, in the order of the screen."""
    return sorted(
        (document.value for document in catalog.documents(ProbeArea)), key=lambda each: each.order
    )
