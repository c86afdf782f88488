"""The control's application: from a request through limits, identity and routes to an answer."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from . import tokens
from .reading import Problem, read_json
from .settings import Settings
from .store import Database, Gone, Limiter, Store, User
from .telemetry import Telemetry
from .wire import REASONS, Request, Response

ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
TRACE = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}\Z"
)
PROBLEM = "application/problem+json"


@dataclass
class Context:
    """One request and what is known of who sent it."""

    request: Request
    path: str
    query: dict[str, list[str]]
    id: str
    trace: str
    parent: str
    route: str = "unmatched"
    parameters: tuple[str, ...] = ()
    user: User | None = None
    session: str = ""
    by_cookie: bool = False
    extra: list[tuple[str, str]] = field(default_factory=list)

    @property
    def caller(self) -> User:
        assert self.user is not None
        return self.user

    def json(self) -> dict[str, Any]:
        kind = (self.request.header("content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/json" or self.request.header("content-encoding"):
            raise Problem(415, "media-type", "Send the body as application/json.")
        return read_json(self.request.body)


Handle = Callable[[Context], Awaitable[Response]]


@dataclass
class Route:
    method: str
    template: str
    handle: Handle
    secured: bool = True
    admin: bool = False

    def match(self, path: str) -> tuple[str, ...] | None:
        pattern = re.sub(r"\{\w+\}", "([^/]+)", self.template)
        found = re.fullmatch(pattern, path)
        return None if found is None else tuple(unquote(each) for each in found.groups())


def answer(
    status: int, value: object = None, headers: list[tuple[str, str]] | None = None
) -> Response:
    body = b"" if value is None else json.dumps(value).encode()
    kind = [] if value is None else [("Content-Type", "application/json")]
    return Response(status, [*kind, *(headers or [])], body)


class App:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.telemetry = Telemetry(settings.otlp)
        self.store = Store(Database(settings.database_url))
        self.requests = Limiter(1000, 60)
        self.attempts = Limiter(40, 60)
        self.accounts = Limiter(10, 60)
        self.routes: list[Route] = []

    async def handle(self, request: Request) -> Response:
        began = time.monotonic()
        context = self.open_context(request)
        try:
            response = await self.dispatch(context)
        except Problem as problem:
            response = self.tell_problem(context, problem)
        except Gone:
            gone = Problem(
                503, "unavailable", "The service is not available.", headers={"Retry-After": "5"}
            )
            response = self.tell_problem(context, gone)
        except Exception as error:  # noqa: BLE001 - the last resort
            self.telemetry.log("ERROR", "unexpected", context.trace, error=type(error).__name__)
            response = self.tell_problem(context, Problem(500, "internal", "Something went wrong."))
        self.finish(context, response)
        seconds = time.monotonic() - began
        self.telemetry.span(
            request.method, context.route, response.status, context.trace, context.parent, seconds
        )
        self.telemetry.log(
            "INFO", "request", context.trace, request_id=context.id, method=request.method, route=context.route,
            path=context.path, status=response.status, duration_ms=round(seconds * 1000, 2),
        )  # fmt: skip
        return response

    def open_context(self, request: Request) -> Context:
        parts = urlsplit(request.target if request.target.startswith("/") else "/")
        given = request.header("x-request-id") or ""
        trace = TRACE.match(request.header("traceparent") or "")
        return Context(
            request=request,
            path=parts.path,
            query=parse_qs(parts.query, keep_blank_values=True),
            id=given if ID.match(given) else secrets.token_hex(8),
            trace=trace[1] if trace else secrets.token_hex(16),
            parent=trace[2] if trace else "",
        )

    async def dispatch(self, context: Context) -> Response:
        request = context.request
        preflight = self.allow_origin(context)
        if preflight is not None:
            return preflight
        if request.method not in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            raise Problem(501, "method", "This method is not known.")
        route = self.find_route(context)
        if not route.template.startswith("/health"):
            self.count(context, self.requests, context.request.peer)
        if route.secured:
            await self.identify(context)
        if route.admin and context.caller.role != "admin":
            raise Problem(403, "forbidden", "Your role does not allow this.")
        return await route.handle(context)

    def find_route(self, context: Context) -> Route:
        method = "GET" if context.request.method == "HEAD" else context.request.method
        matching = [(route, route.match(context.path)) for route in self.routes]
        fits = [(route, found) for route, found in matching if found is not None]
        for route, found in fits:
            if route.method == method:
                context.route, context.parameters = route.template, found or ()
                return route
        if not fits:
            raise Problem(404, "about:blank", "There is nothing at this address.")
        allowed = sorted(
            {route.method for route, _ in fits}
            | {"HEAD" for route, _ in fits if route.method == "GET"}
        )
        raise Problem(
            405, "about:blank", "This method is not there.", headers={"Allow": ", ".join(allowed)}
        )

    def count(self, context: Context, limiter: Limiter, key: str) -> None:
        passes, left, free = limiter.count(key)
        if not passes:
            raise Problem(
                429, "quota-exceeded", "Too many requests.", headers={"Retry-After": str(free)}
            )
        if limiter is self.requests:
            context.extra.append(
                ("RateLimit-Policy", f'"default";q={limiter.quota};w={int(limiter.seconds)}')
            )
            context.extra.append(("RateLimit", f'"default";r={left};t={free}'))

    async def identify(self, context: Context) -> None:
        scheme, _, token = (context.request.header("authorization") or "").partition(" ")
        if not token:
            self.identify_by_cookie(context)
        else:
            claims = (
                tokens.read(token.strip(), self.settings.secret_key)
                if scheme.lower() == "bearer"
                else None
            )
            session = self.store.sessions.get(str(claims["sid"])) if claims else None
            if claims is None or session is None or session.revoked:
                refused = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
                raise Problem(401, "invalid-token", "The token is not valid.", headers=refused)
            context.user, context.session = self.store.users.get(session.user), session.id
        if context.user is None:
            raise Problem(
                401, "unauthenticated", "Send a token.", headers={"WWW-Authenticate": "Bearer"}
            )

    def identify_by_cookie(self, context: Context) -> None:
        found = re.search(r"__Host-session=([\w-]+)", context.request.header("cookie") or "")
        session = next(
            (each for each in self.store.sessions.values() if found and each.cookie == found[1]),
            None,
        )
        if session is None or session.revoked:
            return
        self.refuse_forgery(context)
        context.user, context.session, context.by_cookie = (
            self.store.users.get(session.user),
            session.id,
            True,
        )

    def refuse_forgery(self, context: Context) -> None:
        if context.request.method in ("GET", "HEAD"):
            return
        origin = context.request.header("origin") or ""
        own = f"http://{context.request.header('host')}"
        if origin != own and origin not in self.settings.origins:
            raise Problem(403, "forgery", "The request came from another site.")

    def allow_origin(self, context: Context) -> Response | None:
        origin = context.request.header("origin") or ""
        if self.settings.origins:
            context.extra.append(("Vary", "Origin"))
        if origin not in self.settings.origins:
            return None
        context.extra.append(("Access-Control-Allow-Origin", origin))
        context.extra.append(
            ("Access-Control-Expose-Headers", "Location, ETag, X-Request-ID, RateLimit")
        )
        if context.request.method != "OPTIONS":
            return None
        return Response(204, [
            ("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE"),
            ("Access-Control-Allow-Headers", "authorization, content-type, if-match, idempotency-key"),
        ])  # fmt: skip

    def finish(self, context: Context, response: Response) -> None:
        accepted = context.request.header("accept") or "*/*"
        if response.status == 200 and not re.search(
            r"\*/\*|application/(\*|json)|text/html", accepted
        ):
            refused = self.tell_problem(
                context, Problem(406, "not-acceptable", "Only JSON is offered.")
            )
            response.status, response.headers, response.body = (
                refused.status,
                refused.headers,
                refused.body,
            )
        response.headers += [
            ("X-Request-ID", context.id),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Referrer-Policy", "no-referrer"),
            ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
            *context.extra,
        ]
        if not any(name == "Cache-Control" for name, _ in response.headers):
            response.headers.append(("Cache-Control", "no-store"))

    def tell_problem(self, context: Context, problem: Problem) -> Response:
        kind = (
            problem.slug if problem.slug == "about:blank" else f"urn:problem:control:{problem.slug}"
        )
        phrase = REASONS.get(problem.status, "Error")
        title = phrase if kind == "about:blank" else problem.slug.replace("-", " ").capitalize()
        body = {
            "type": kind, "title": title, "status": problem.status, "detail": problem.detail,
            "instance": context.path[:200], "request_id": context.id, **problem.more,
        }  # fmt: skip
        headers = [("Content-Type", PROBLEM), *problem.headers.items()]
        return Response(problem.status, headers, json.dumps(body).encode())

    def refuse(self, status: int, detail: str) -> Response:
        """What the wire refuses before there is a request."""
        context = self.open_context(Request("GET", "/", [], ""))
        response = self.tell_problem(context, Problem(status, "about:blank", detail))
        self.finish(context, response)
        return response
