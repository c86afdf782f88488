"""From routers to routes: prefixes put together, guards in the order in which they run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from backend_agent.facts.bodies import Bodies
from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import (
    Called,
    Guarded,
    Mounted,
    Outside,
    Procedure,
    Registered,
    Router,
    Value,
)
from backend_agent.facts.places import status_of
from backend_agent.facts.routers import RouterBuilder
from backend_agent.facts.scopes import ALL, covers_route
from backend_agent.values.application import Route
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import RoutingForm

DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the tree of routers we stand; `waiting` are guards of paths further below."""

    prefix: str = ""
    waiting: tuple[Guarded, ...] = ()
    guards: tuple[str, ...] = ()
    hidden: bool = False
    conditions: tuple[str, ...] = ()
    above: tuple[Router, ...] = ()
    replaced: bool = False
    excluded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    root: str = ""
    base: str = ""
    versioned: bool = False


@dataclass
class RouteCollector:
    """Walks from the roots down. `unresolved` receives what could not be placed, or only perhaps."""

    builder: RouterBuilder
    follower: Follower
    bodies: Bodies
    routes: list[Route] = field(default_factory=list)
    unresolved: list[Evidence] = field(default_factory=list)

    def collect(self) -> None:
        reached: list[Router] = []
        roots = self._roots()
        for root in roots:
            self._walk(root, Place(guards=()), reached)
        # A factory that several programs call makes the same routes each time.
        self.routes = list(dict.fromkeys(self.routes))
        for router in self.builder.made:
            if not any(router is other for other in reached) and _has_routes(router):
                self._note(router.evidence, "routes of a router that nothing mounts")

    def _roots(self) -> list[Router]:
        mounted = [
            child
            for router in self.builder.made
            for entry in router.entries
            if isinstance(entry, Mounted) and isinstance(child := entry.child, Router)
        ]
        free = [
            router for router in self.builder.made if not any(router is child for child in mounted)
        ]
        applications = [router for router in free if router.form.application]
        return applications or [router for router in free if _has_routes(router)]

    def _walk(self, router: Router, place: Place, reached: list[Router]) -> None:
        if any(router is other for other in place.above) or len(place.above) > DEEPEST:
            return
        reached.append(router)
        routing = router.routing
        own = self.follower.resolve("" if place.replaced else router.prefix)
        if not isinstance(own, str):
            self._note(router.evidence, "prefix cannot be read")
            own = ""
        joined = _join(routing, place.prefix, own)
        here = Place(
            prefix=joined,
            root=place.root if place.above else joined,
            base=place.base,
            versioned=place.versioned or router.versioned,
            guards=(*place.guards, *router.guards),
            hidden=place.hidden or router.hidden,
            conditions=place.conditions,
            above=(*place.above, router),
            excluded=(*place.excluded, *router.excluded),
        )
        guarded = list(place.waiting)
        for entry in router.entries:
            if isinstance(entry, Guarded):
                guarded.append(replace(entry, path=_absolute(here.prefix, entry.path)))
            elif isinstance(entry, Mounted):
                self._mount(entry, here, routing, guarded, reached)
            else:
                self._add(entry, here, routing, guarded)

    def _mount(
        self,
        entry: Mounted,
        here: Place,
        routing: RoutingForm,
        guarded: list[Guarded],
        reached: list[Router],
    ) -> None:
        child = self.follower.resolve(entry.child)
        prefix = self.follower.resolve(entry.prefix)
        if not isinstance(child, Router):
            if not entry.hidden:
                origin = "from outside" if isinstance(child, Called | Outside) else "unknown"
                self._note(entry.evidence, f"mounts a router that is {origin}")
            return
        if not isinstance(prefix, str):
            self._note(entry.evidence, "prefix cannot be read")
            prefix = ""
        if entry.conditions:
            self._note(entry.evidence, f"only if {' and '.join(entry.conditions)}")
        joined = _join(routing, here.prefix, prefix)
        self._walk(
            child,
            replace(
                here,
                prefix=joined,
                base=here.prefix,
                guards=(*here.guards, *_guards_for(guarded, joined), *entry.guards),
                waiting=tuple(each for each in guarded if not _covers(each.path, joined)),
                hidden=here.hidden or entry.hidden,
                conditions=(*here.conditions, *entry.conditions),
                replaced=entry.replaces,
            ),
            reached,
        )

    def _add(
        self, entry: Registered, here: Place, routing: RoutingForm, guarded: list[Guarded]
    ) -> None:
        path = self.follower.resolve(entry.path)
        if not isinstance(path, str):
            self._note(entry.evidence, "path cannot be read")
            return
        if entry.conditions:
            self._note(entry.evidence, f"only if {' and '.join(entry.conditions)}")
        full = self._versioned(_join(routing, here.prefix, path), entry, here, routing)
        for rewrite in routing.parameters:
            full = re.sub(rewrite.pattern, rewrite.replacement, full)
        handler = self.follower.resolve(entry.handler)
        body = self.bodies.read(handler, entry, routing)
        status = status_of(self.follower, entry.status)
        above: tuple[str, ...] = () if entry.alone else (*here.guards, *_guards_for(guarded, full))
        above = tuple(name for name in above if not _excludes(here.excluded, name, full))
        for method in entry.methods:
            default = next((s.status for s in routing.statuses if s.method == method), 200)
            self.routes.append(
                Route(
                    method=method,
                    path=full or "/",
                    handler=entry.handler_source,
                    evidence=entry.evidence,
                    guards=(
                        *above,
                        *self._scoped(here, method, full),
                        *entry.guards,
                        *body.guards,
                        *entry.after,
                    ),
                    exempt=entry.exempt,
                    body=_code_of(handler),
                    request_schema=body.request,
                    response_schema=body.response,
                    status=status or default,
                    hidden=here.hidden or entry.hidden,
                )
            )

    def _versioned(self, full: str, entry: Registered, here: Place, routing: RoutingForm) -> str:
        """The path with the version of the route or of its controller before the controller's own."""
        version = entry.version or here.above[-1].version
        if not here.versioned or not isinstance(version, str):
            return full
        below = full[len(here.base.rstrip("/")) :]
        return _join(routing, _join(routing, here.base, f"v{version}"), below)

    def _scoped(self, here: Place, method: str, full: str) -> tuple[str, ...]:
        """Guards that somebody else put before this route."""
        router = here.above[-1]
        names: list[str] = []
        for scoped in self.builder.scoped:
            if scoped.routing is not router.routing:
                continue
            absolute = self._absolute(scoped.path, here, router)
            left_out = any(
                method in (kind, ALL) or kind == ALL
                for path, kind in scoped.except_for
                if self._absolute(path, here, router) == full
            )
            if not left_out and covers_route(scoped, router.controller, method, full, absolute):
                names.extend(scoped.guards)
        return tuple(names)

    def _absolute(self, path: str, here: Place, router: Router) -> str:
        full = _join(router.routing, here.root, path)
        for rewrite in router.routing.parameters:
            full = re.sub(rewrite.pattern, rewrite.replacement, full)
        return full

    def _note(self, evidence: Evidence, reason: str) -> None:
        text = f"{reason}: {evidence.text}"
        self.unresolved.append(Evidence(path=evidence.path, line=evidence.line, text=text))


def _code_of(handler: Value) -> Evidence | None:
    """Where the handler is written, and its text."""
    if isinstance(handler, Called):
        handler = next((each for each in handler.arguments if isinstance(each, Procedure)), handler)
    if isinstance(handler, Procedure):
        function = handler.function
        return Evidence(path=handler.frame.path, line=function.line, text=function.source)
    return None


def _has_routes(router: Router) -> bool:
    return any(isinstance(entry, Registered | Mounted) for entry in router.entries)


def _join(routing: RoutingForm, prefix: str, path: str) -> str:
    if routing.join == "text":
        return prefix + path
    if routing.join == "rooted":
        return (prefix or "/") + path
    if routing.join == "dots":
        joined = ".".join(part.strip("/") for part in (prefix, path) if part)
        return f"/{joined}" if joined else ""
    if routing.join == "slash":
        return f"{prefix.rstrip('/')}/{path.lstrip('/')}" if path else prefix
    joined = "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))
    return f"/{joined}"


def _excludes(excluded: Iterable[tuple[str, tuple[str, ...]]], name: str, path: str) -> bool:
    """Whether the guard says itself that it leaves the path out."""
    return any(
        name == guard and re.search(pattern, path)
        for guard, patterns in excluded
        for pattern in patterns
    )


def _absolute(prefix: str, path: str) -> str:
    return (prefix.rstrip("/") + "/" + path.strip("/*")).rstrip("/")


def _covers(above: str, path: str) -> bool:
    return path == above or path.startswith(f"{above}/")


def _guards_for(guarded: Iterable[Guarded], path: str) -> tuple[str, ...]:
    """The guards seen so far whose own path covers `path`."""
    return tuple(name for each in guarded if _covers(each.path, path) for name in each.guards)
