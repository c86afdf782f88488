"""Asks the service: well-formed requests as a user, bursts that start together, and raw bytes."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.openapi import FORM
from backend_agent.world.wire import Dial, Line, exchange_bytes

# The own address of the check that is asked now; each has another.
SOURCE: ContextVar[str] = ContextVar("source", default="")
Headers = tuple[tuple[str, str], ...]
WIDTH = 8
AGENT = "backend-agent-probe"
PATIENCE = 15.0


@dataclass(slots=True)
class User:
    """Somebody the probe made: what was sent to sign up, and what logging in gave."""

    fields: dict[str, Any]
    password: str = ""
    access: str = ""
    refresh: str = ""
    cookies: tuple[tuple[str, str], ...] = ()
    scheme: str = "Bearer"
    source: str = ""
    signup: Exchange | None = None
    login: Exchange | None = None
    profile: dict[str, Any] = field(default_factory=dict)

    @property
    def headers(self) -> Headers:
        if self.access:
            return (("Authorization", f"{self.scheme} {self.access}".strip()),)
        if self.cookies:
            return (("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies)),)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to send. `body` are bytes as they go out; `headers` come after Host."""

    method: str
    target: str
    headers: Headers = ()
    body: bytes = b""
    seconds: float = PATIENCE


def new_nonce() -> str:
    """A few letters that no other value of this run has."""
    return secrets.token_hex(5)


def encode_body(value: object, media: str) -> bytes:
    """The value as the media type wants it."""
    if media == FORM and isinstance(value, dict):
        return urlencode({key: str(each) for key, each in value.items()}).encode()
    return json.dumps(value).encode()


def compose_request(
    method: str,
    target: str,
    *,
    user: User | None = None,
    headers: Headers = (),
    value: object = None,
    body: bytes | None = None,
    media: str = "application/json",
    seconds: float = PATIENCE,
) -> Request:
    """A usual request: `value` is encoded as `media`, or `body` is sent as it is."""
    data = encode_body(value, media) if body is None and value is not None else (body or b"")
    every = (*(user.headers if user else ()), *headers)
    if data and not any(name.lower() == "content-type" for name, _ in every):
        every = (*every, ("Content-Type", media))
    return Request(method=method, target=target, headers=every, body=data, seconds=seconds)


def basic_header(name: str, password: str) -> Headers:
    return (("Authorization", "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()),)


class Client:
    """Keeps every exchange. At most `WIDTH` requests are under way at once, bursts excepted."""

    def __init__(self, dial: Dial, host: str, *, spreads: bool) -> None:
        """`host` is the Host header; `spreads` = requests may come from any address of the loopback."""
        self.dial = dial
        self.host = host
        self.spreads = spreads
        self.exchanges: list[Exchange] = []
        self.expected: set[int] = set()
        self._width = asyncio.Semaphore(WIDTH)
        self._sources = 0

    def take_source(self) -> None:
        """Whatever asks from here on asks from an own address, unless it names another."""
        SOURCE.set(self.new_source())

    def new_source(self) -> str:
        """An own address of the loopback, so that limits by address do not join what is unrelated."""
        if not self.spreads:
            return ""
        self._sources += 1
        return f"127.{31 + self._sources // 62000}.{self._sources // 250 % 250}.{self._sources % 250 + 2}"

    def build(self, request: Request) -> bytes:
        names = {name.lower() for name, _ in request.headers}
        lines = [f"{request.method} {request.target} HTTP/1.1"]
        if "host" not in names:
            lines.append(f"Host: {self.host}")
        if "accept" not in names:
            lines.append("Accept: application/json")
        if "user-agent" not in names:
            lines.append(f"User-Agent: {AGENT}")
        lines += [f"{name}: {value}" for name, value in request.headers]
        wants_length = request.body or request.method in ("POST", "PUT", "PATCH")
        if wants_length and not names & {"content-length", "transfer-encoding"}:
            lines.append(f"Content-Length: {len(request.body)}")
        return "\r\n".join((*lines, "", "")).encode("latin-1", "replace") + request.body

    async def send(self, request: Request, source: str = "") -> Exchange:
        """One request on a connection of its own. A connection that died without an answer is tried once
        more when the method is safe: the service may have dropped it for what came before."""
        async with self._width:
            answer = await self._once(request, source)
            if (
                answer.status == 0
                and request.method in ("GET", "HEAD")
                and answer.trouble.startswith(("closed", "refused"))
            ):
                answer = await self._once(request, source)
        self.exchanges.append(answer)
        return answer

    async def _once(self, request: Request, source: str) -> Exchange:
        return await exchange_bytes(
            self.dial,
            self.build(request),
            method=request.method,
            target=request.target,
            source=source if self.spreads else "",
            seconds=request.seconds,
        )

    async def ask(
        self,
        method: str,
        target: str,
        *,
        user: User | None = None,
        headers: Headers = (),
        value: object = None,
        body: bytes | None = None,
        media: str = "application/json",
        source: str = "",
        seconds: float = PATIENCE,
    ) -> Exchange:
        """Composes a usual request and sends it."""
        request = compose_request(
            method, target, user=user, headers=headers, value=value, body=body, media=media,
            seconds=seconds,
        )  # fmt: skip
        return await self.send(request, source or SOURCE.get() or (user.source if user else ""))

    async def burst(self, requests: Sequence[Request], source: str = "") -> list[Exchange]:
        """All at once: every connection stands and has sent all but its last byte before one is finished."""
        lines = await asyncio.gather(
            *(self._open(source or SOURCE.get()) for _ in requests), return_exceptions=False
        )
        datas = [self.build(request) for request in requests]
        await asyncio.gather(
            *(line.send(data[:-1]) for line, data in zip(lines, datas, strict=True) if line)
        )
        await asyncio.sleep(0.02)
        answers = await asyncio.gather(
            *(
                self._finish(line, data[-1:], request)
                for line, data, request in zip(lines, datas, requests, strict=True)
            )
        )
        self.exchanges += answers
        return answers

    async def _open(self, source: str) -> Line | None:
        try:
            return await Line.open(self.dial, source if self.spreads else "")
        except (OSError, TimeoutError):
            return None

    async def _finish(self, line: Line | None, rest: bytes, request: Request) -> Exchange:
        if line is None:
            return Exchange(method=request.method, target=request.target, trouble="refused")
        try:
            await line.send(rest)
            return await line.read_reply(request.method, request.target, request.seconds)
        finally:
            await line.close()

    async def raw(
        self,
        data: bytes,
        *,
        method: str = "GET",
        target: str = "/",
        seconds: float = 5.0,
        source: str = "",
    ) -> Exchange:
        """These very bytes on a connection of their own."""
        answer = await exchange_bytes(
            self.dial,
            data,
            method=method,
            target=target,
            seconds=seconds,
            source=source if self.spreads else "",
        )
        self.exchanges.append(answer)
        return answer

    async def open_line(self, source: str = "") -> Line:
        """A connection of one's own. Raises OSError, TimeoutError."""
        return await Line.open(self.dial, (source or SOURCE.get()) if self.spreads else "")

    def keep(self, exchange: Exchange, note: str = "") -> Exchange:
        """Put an exchange that was made on an own line to the others."""
        kept = replace(exchange, note=note) if note else exchange
        self.exchanges.append(kept)
        return kept
