"""What every check works with: the client, what was learned of the service, and what the probe holds of it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from backend_agent.values.exchange import Exchange
from backend_agent.values.probe import ProbeWords
from backend_agent.verify.probe.client import Client, Headers, User, new_nonce
from backend_agent.verify.probe.openapi import Description, Operation, Schema
from backend_agent.verify.probe.samples import kind_of, make_sample, plain_schema
from backend_agent.verify.probe.telemetry import Telemetry
from backend_agent.world.clock import Clock

PARAMETER = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The operations by which somebody comes to be known, or None where nothing like it was seen."""

    signup: Operation | None = None
    login: Operation | None = None
    refresh: Operation | None = None
    logout: Operation | None = None
    login_is_basic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One kind of thing that can be made and read back; `unique` is a field that may not occur twice."""

    create: Operation
    read: Operation
    update: Operation | None = None
    delete: Operation | None = None
    listing: Operation | None = None
    fixed: tuple[tuple[str, Any], ...] = ()

    @property
    def operations(self) -> tuple[Operation, ...]:
        every = (self.create, self.read, self.update, self.delete, self.listing)
        return tuple(each for each in every if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A thing that the probe made: its path, its id, what was sent and what came back."""

    path: str
    id: str
    sent: dict[str, Any]
    answer: Exchange

    @property
    def body(self) -> dict[str, Any]:
        return open_envelope(self.answer.json())


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    live: str = ""
    ready: str = ""
    startup: str = ""


@dataclass(slots=True)
class Held:
    """What the probe holds of a service that it started itself.

    `logs` answers what was written so far; `end` sends SIGTERM; `wait` waits for the exit and answers code
    and seconds, or None; `memory` in bytes; `restart` starts another with other settings and answers
    (exit code or None, output); `cut` and `restore` take its database away and give it back;
    `reached` = something connected to it."""

    logs: Callable[[], str]
    end: Callable[[], None]
    wait: Callable[[float], Awaitable[tuple[int, float] | None]]
    memory: Callable[[], Awaitable[int]]
    restart: Callable[[dict[str, str]], Awaitable[tuple[int | None, str]]] | None = None
    cut: Callable[[], Awaitable[None]] | None = None
    restore: Callable[[], Awaitable[None]] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    backing: str = ""
    reached: Callable[[], bool] = lambda: True


@dataclass(slots=True)
class Desk:
    """`lacks` tells by the name of a need why it is not there: (whether it is provably absent, reason).
    After `deadline`, in seconds of the clock, nothing more is asked."""

    client: Client
    words: ProbeWords
    description: Description
    clock: Clock
    prefix: str = ""
    roles: Roles = Roles()
    first: User | None = None
    second: User | None = None
    admin: User | None = None
    resource: Resource | None = None
    health: Health = Health()
    held: Held | None = None
    telemetry: Telemetry | None = None
    canaries: list[str] = field(default_factory=list)
    lacks: dict[str, tuple[bool, str]] = field(default_factory=dict)
    keeps: dict[str, Any] = field(default_factory=dict)
    parents: tuple[tuple[str, str], ...] = ()
    deadline: float = float("inf")

    # --- requests about the resource

    @property
    def thing(self) -> Resource:
        assert self.resource is not None
        return self.resource

    def fill(self, path: str, user: User | None, item: str = "") -> str:
        """The path with its parameters: the last is the item, the others what is known of the user."""
        names = PARAMETER.findall(path)
        known = {
            **dict(self.parents),
            **(user.profile if user else {}),
            **(user.fields if user else {}),
        }

        def put(match: re.Match[str]) -> str:
            name = match[1]
            if item and name == names[-1] and path.rstrip("/").endswith(match[0]):
                return quote(item, safe="")
            return quote(str(known.get(name, known.get(name.removeprefix("user_"), "1"))), safe="")

        return PARAMETER.sub(put, path)

    def sample(
        self, operation: Operation, *, whole: bool = False, fields: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """A body that the operation accepts, with these members replaced."""
        nonce = new_nonce()
        made = make_sample(operation.body or {}, nonce, whole=whole)
        made = made if isinstance(made, dict) else {}
        inner = inner_object(made, operation.body or {})
        if self.resource is not None and operation in self.resource.operations:
            inner.update(
                {
                    key: value
                    for key, value in self.resource.fixed
                    if key in inner or operation is self.resource.create
                }
            )
        inner.update(fields or {})
        return made

    async def create(
        self,
        user: User | None = None,
        *,
        headers: Headers = (),
        source: str = "",
        fields: Mapping[str, Any] | None = None,
    ) -> Made:
        """Make a new thing as that user (the first one when None)."""
        user = user or self.first
        sent = self.sample(self.thing.create, fields=fields)
        return await self.create_from(sent, user, headers=headers, source=source)

    async def create_from(
        self, sent: dict[str, Any], user: User | None, *, headers: Headers = (), source: str = ""
    ) -> Made:
        answer = await self.client.ask(
            "POST",
            self.fill(self.thing.create.path, user),
            user=user,
            value=sent,
            headers=headers,
            media=self.thing.create.media or "application/json",
            source=source,
        )
        item = find_id(answer, self.thing.read, self.words)
        path = self.fill(self.thing.read.path, user, item) if item else ""
        return Made(path=path, id=item, sent=sent, answer=answer)

    async def read(
        self, made: Made, user: User | None = None, *, headers: Headers = ()
    ) -> Exchange:
        return await self.client.ask("GET", made.path, user=user or self.first, headers=headers)

    def change(self, fields: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any], str]:
        """Method, body and media type of an update of the thing that changes one text or number."""
        operation = self.thing.update
        assert operation is not None
        whole = operation.method == "PUT"
        made = self.sample(operation, whole=whole)
        inner = inner_object(made, operation.body or {})
        if not whole:
            name = self.text_field(operation) or next(
                iter(object_of(operation.body or {}).get("properties", {})), ""
            )
            if name:
                inner[name] = make_sample(
                    object_of(operation.body or {})["properties"][name], new_nonce(), name=name
                )
        inner.update(fields or {})
        return operation.method, made, operation.media or "application/json"

    async def update(
        self,
        made: Made,
        user: User | None = None,
        *,
        headers: Headers = (),
        fields: Mapping[str, Any] | None = None,
    ) -> Exchange:
        method, value, media = self.change(fields)
        return await self.client.ask(
            method,
            self.item_path(made, user),
            user=user or self.first,
            value=value,
            media=media,
            headers=headers,
        )

    def item_path(self, made: Made, user: User | None = None) -> str:
        """The path of the thing for updating and deleting, which may differ from that for reading."""
        operation = self.thing.update or self.thing.delete or self.thing.read
        return self.fill(operation.path, user or self.first, made.id)

    async def delete(self, made: Made, user: User | None = None) -> Exchange:
        assert self.thing.delete is not None
        path = self.fill(self.thing.delete.path, user or self.first, made.id)
        return await self.client.ask("DELETE", path, user=user or self.first)

    def text_field(self, operation: Operation | None = None) -> str:
        """A member of the body that takes free text, "" where there is none."""
        schema = object_of((operation or self.thing.create).body or {})
        for name, its in schema.get("properties", {}).items():
            its = plain_schema(its)
            free = (
                kind_of(its) == "string"
                and not its.get("format")
                and not its.get("enum")
                and not its.get("pattern")
            )
            if (
                free
                and not re.search(
                    self.words.password_field + "|" + self.words.identity_field, name, re.IGNORECASE
                )
                and not re.search(r"(_id|Id)$|slug|url|date", name)
            ):
                return str(name)
        return ""

    def number_field(self, operation: Operation | None = None) -> str:
        schema = object_of((operation or self.thing.create).body or {})
        for name, its in schema.get("properties", {}).items():
            if kind_of(its) in ("integer", "number"):
                return str(name)
        return ""

    async def list_page(self, user: User | None, query: str = "") -> Exchange:
        assert self.thing.listing is not None
        path = self.fill(self.thing.listing.path, user or self.first)
        joint = "&" if "?" in path else "?"
        return await self.client.ask(
            "GET", path + (joint + query if query else ""), user=user or self.first
        )

    # --- people

    async def new_user(self) -> User | None:
        """Somebody nobody else uses, logged in; None where that is not possible."""
        maker = self.keeps.get("new_user")
        made: User | None = await maker() if maker else None
        return made

    def now(self) -> float:
        return self.clock.elapsed()


def object_of(schema: Schema) -> Schema:
    """The schema that holds the members: the body's own, or that in its only member (an envelope)."""
    schema = plain_schema(schema)
    properties = schema.get("properties")
    if isinstance(properties, dict) and len(properties) == 1:
        only = plain_schema(next(iter(properties.values())))
        if kind_of(only) == "object" and only.get("properties"):
            return only
    return schema


def inner_object(made: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """The object in a sample that holds the members."""
    if object_of(schema) is not plain_schema(schema) and len(made) == 1:
        only = next(iter(made.values()))
        if isinstance(only, dict) and len(plain_schema(schema).get("properties", {})) == 1:
            return only
    return made


def open_envelope(value: Any) -> dict[str, Any]:
    """The object itself, or the one in `{"data": {…}}` and the like."""
    if not isinstance(value, dict):
        return {}
    objects = [each for each in value.values() if isinstance(each, dict)]
    named = next(
        (value[name] for name in ("data", "result", "item") if isinstance(value.get(name), dict)),
        None,
    )
    if named is not None:
        return dict(named)
    if len(objects) == 1 and len(value) <= 2:
        return dict(objects[0])
    return value


def find_id(answer: Exchange, read: Operation, words: ProbeWords) -> str:
    """The id of what was made: the end of Location, else the member that the path's parameter names."""
    if not answer.ok:
        return ""
    body = open_envelope(answer.json())
    wanted = PARAMETER.findall(read.path)[-1:]
    names = [*wanted, *words.id_keys]
    for name in names:
        value = body.get(name)
        if isinstance(value, int | str) and not isinstance(value, bool) and value != "":
            return str(value)
    location = answer.header("location")
    if location:
        return urlsplit(location).path.rstrip("/").rpartition("/")[2]
    value = answer.json()
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
