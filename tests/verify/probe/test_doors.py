"""How the probe comes in where nobody can sign up or log in by an address."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeReport, ProbeWords
from backend_agent.verify.probe.client import Client, User, basic_header
from backend_agent.verify.probe.desk import Desk, Held
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.verify.probe.learn import find_bases, find_prefix
from backend_agent.verify.probe.openapi import Description, Operation
from backend_agent.verify.probe.profile import Profile
from backend_agent.world.clock import SystemClock
from backend_agent.world.wire import dial_address

RIGHT = basic_header("keeper", "right-Pass-1")[0][1]
NOTE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}


def describe() -> dict[str, Any]:
    taken = {"content": {"application/json": {"schema": NOTE}}}
    secured: dict[str, Any] = {"security": [{"basic": []}]}
    return {
        "openapi": "3.1.0",
        "paths": {
            "/create-db": {"get": {}},
            "/notes": {"get": secured, "post": {"requestBody": taken, **secured}},
            "/notes/{id}": {"get": secured},
        },
    }


class Notes:
    """Wants a name and a password with each request, and its tables made first where `bare`."""

    def __init__(self, *, bare: bool = False, challenge: str = 'Basic realm="notes"') -> None:
        self.made, self.challenge = not bare, challenge
        self.notes: list[Any] = []

    def answer(self, method: str, path: str, headers: str, body: bytes) -> tuple[int, Any]:
        if path == "/openapi.json":
            return 200, describe()
        if path == "/create-db":
            self.made = True
            return 200, {}
        if not path.startswith("/notes"):
            return 404, {}
        if f"authorization: {RIGHT}".lower() not in headers.lower():
            return 401, {}
        if not self.made:
            return 500, {}
        if method == "POST":
            self.notes.append({**json.loads(body), "id": len(self.notes)})
            return 201, self.notes[-1]
        last = path.rpartition("/")[2]
        if last.isdigit() and int(last) < len(self.notes):
            return 200, self.notes[int(last)]
        return (200, self.notes) if path == "/notes" else (404, {})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split(" ", 2)
        length = [each for each in head.lower().split("\r\n") if each.startswith("content-length:")]
        body = await reader.readexactly(int(length[0].split(":")[1]) if length else 0)
        status, value = self.answer(method, path, head, body)
        data = json.dumps(value).encode()
        lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json"]
        lines += [f"WWW-Authenticate: {self.challenge}"] if status == 401 else []
        lines += [f"Content-Length: {len(data)}", "Connection: close", "", ""]
        writer.write("\r\n".join(lines).encode() + data)
        await writer.drain()
        writer.close()


async def nothing(*_: object) -> int:
    return 0


async def change_nothing() -> None:
    """There is no database behind it."""


async def never(_: float) -> None:
    return None


HELD = Held(
    logs=lambda: "",
    end=lambda: None,
    wait=never,
    memory=nothing,
    settings={"ADMIN_USERNAME": "keeper", "ADMIN_PASSWORD": "right-Pass-1"},
)


async def ask_notes(
    notes: Notes,
    held: Held | None,
    profile: Profile,
    only: tuple[str, ...] = ("H01", "T01", "T02", "Z01", "Z04"),
) -> ProbeReport:
    server = await asyncio.start_server(notes.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    inquiry = Inquiry(
        dial=dial_address("127.0.0.1", port),
        host=f"127.0.0.1:{port}",
        target="notes",
        catalog=load_catalog(),
        clock=SystemClock(),
        only=only,
        held=held,
        destructive=True,
        profile=profile,
    )
    try:
        return await ask_service(inquiry, lambda _: None)
    finally:
        server.close()


@pytest.mark.parametrize(
    ("log", "bases"),
    [
        ("Tomcat started on port 9966 (http) with context path '/clinic'\n", ("/clinic",)),
        ("Tomcat started on port 8080 (http) with context path ''\n", ()),
        ("Tomcat started on port 8080 (http) with context path '/'\n", ()),
        ("docs at http://localhost:3000/v1/docs, api at http://0.0.0.0:3000/v1\n", ("/v1",)),
        ("see https://example.com/clinic\n", ()),
    ],
)
def test_a_service_tells_below_which_path_it_serves(log: str, bases: tuple[str, ...]) -> None:
    desk = Desk(
        client=Client(dial_address("127.0.0.1", 1), "localhost", spreads=False),
        words=load_catalog().documents(ProbeWords)[0].value,
        description=Description(),
        clock=SystemClock(),
        held=replace(HELD, logs=lambda: log),
    )
    assert find_bases(desk) == bases


def test_what_all_is_served_below_is_a_part_of_the_prefix() -> None:
    paths = ("/clinic/api/pets", "/clinic/api/owners")
    description = Description(
        operations=tuple(Operation(method="GET", path=each) for each in paths)
    )
    assert find_prefix(description, ("/clinic",)) == "/clinic/api"
    assert find_prefix(description) == ""


def user(password: str = "right-Pass-1") -> User:
    return User(fields={"username": "keeper", "email": "keeper"}, password=password)


@pytest.mark.parametrize(
    ("notes", "held", "profile", "resource"),
    [
        (Notes(), None, Profile(users=(user(),)), True),
        (Notes(), None, Profile(users=(user("wrong"),)), False),
        (Notes(), None, Profile(), False),
        (Notes(challenge="Bearer"), None, Profile(users=(user(),)), False),
        (Notes(), HELD, Profile(), True),
        (Notes(bare=True), HELD, Profile(), True),
        (Notes(bare=True), None, Profile(users=(user(),)), False),
    ],
    ids=[
        "a user that was given",
        "with a wrong password",
        "nobody is known",
        "no basic authentication is offered",
        "the administrator of its settings",
        "its tables are made first",
        "but not those of a service of others",
    ],
)
def test_the_name_and_password_go_with_each_request_where_that_is_offered(
    notes: Notes, held: Held | None, profile: Profile, resource: bool
) -> None:
    report = asyncio.run(asyncio.wait_for(ask_notes(notes, held, profile), 60.0))
    found = dict(report.surface.found)
    assert ("resource" in found) is resource, report.surface.missing
    # Of one user nothing is concluded about others, and no token is tampered with.
    rulings = {each.check: each.ruling for each in report.answers}
    assert (rulings["Z01"], rulings["Z04"]) == ("unknown", "unknown")
    assert "fail" not in (rulings["T01"], rulings["T02"])


@pytest.mark.parametrize(("reached", "ruling"), [(True, "fail"), (False, "unknown")])
def test_a_database_that_it_never_connected_to_is_not_its_own(reached: bool, ruling: str) -> None:
    held = replace(HELD, cut=change_nothing, restore=change_nothing, reached=lambda: reached)
    report = asyncio.run(asyncio.wait_for(ask_notes(Notes(), held, Profile(), ("K02",)), 60.0))
    assert [each.ruling for each in report.answers] == [ruling]
