"""Where a service describes itself nowhere, its code and its refusals tell what it takes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.application import Application, Attribute, Entity, Route
from backend_agent.values.evidence import Evidence
from backend_agent.values.exchange import Exchange
from backend_agent.values.probe import ProbeReport
from backend_agent.verify.probe.coded import describe_application
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.verify.probe.refusals import read_names
from backend_agent.verify.probe.start import find_debuggers
from backend_agent.world.clock import SystemClock
from backend_agent.world.wire import dial_address

HERE = Evidence(path="a.py", line=1)


def route(method: str, path: str, **more: Any) -> Route:
    return Route(method=method, path=path, handler="h", evidence=HERE, **more)


def attribute(name: str, kind: str, **more: Any) -> Attribute:
    return Attribute(name=name, type=kind, evidence=HERE, **more)


BOOK = Entity(
    name="Book",
    evidence=HERE,
    table="books",
    attributes=(
        attribute("id", "Integer", primary_key=True),
        attribute("title", "String(80)"),
        attribute("pages", "Int"),
        attribute("sold", "Boolean", nullable=True),
        attribute("authorId", "Int", foreign_key="authors.id"),
        attribute("createdAt", "DateTime"),
    ),
)


def test_routes_become_operations_with_the_body_of_their_model() -> None:
    routes = (
        route("POST", "/books", guards=("require_login",)),
        route("PATCH", "/books/{id:int}"),
        route("GET", "/books/{id}"),
        route("ALL", "/"),
        route("GET", "/static/*"),
        route("POST", "/search"),
    )
    found = describe_application(Application(routes=routes, models=(BOOK,)))
    by_key = {each.key: each for each in found.operations}
    assert sorted(by_key) == ["GET /books/{id}", "PATCH /books/{id}", "POST /books", "POST /search"]
    make = by_key["POST /books"]
    assert make.secured
    assert make.body == {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "pages": {"type": "integer"},
            "sold": {"type": "boolean"},
        },
        "required": ["title", "pages"],
    }
    assert (by_key["PATCH /books/{id}"].body or {})["required"] == []
    assert by_key["POST /search"].body is None


@pytest.mark.parametrize(
    ("refusal", "names"),
    [
        ('{"errors":[{"msg":"Invalid value","param":"title","location":"body"}]}', ["title"]),
        ('{"code":400,"message":"\\"email\\" is required, \\"password\\" is required"}', ["email", "password"]),
        ('{"errors":{"body":["can\'t be blank"],"tagList":["is invalid"]}}', ["tagList"]),
        ("Key: 'Account.FullName' Error:Field validation for 'FullName' failed", ["full_name", "fullName"]),
        ('{"detail":[{"type":"missing","loc":["body","price"],"msg":"Field required"}]}', ["price"]),
        ("name is required", ["name"]),
        ("Unauthorized", []),
    ],
)  # fmt: skip
def test_a_refusal_names_the_members_it_misses(refusal: str, names: list[str]) -> None:
    answer = Exchange(method="POST", target="/", status=400, body=refusal.encode())
    assert [name for name in read_names(answer) if name not in ("account", "Account")] == names


def test_a_port_for_debuggers_is_no_service() -> None:
    told = "Debugger listening on ws://127.0.0.1:9229/1-2\nopen ws://localhost:3000 or http://localhost:3000"
    assert find_debuggers(told) == {9229}


class Shelf:
    """Books by POST and GET; a body must hold a book with a title and a number of pages, and another
    spelling of the address leads to the one that counts."""

    def __init__(self) -> None:
        self.books: list[dict[str, Any]] = []

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        last = path.rpartition("/")[2]
        if method == "GET" and path.startswith("/books/") and last.isdigit():
            number = int(last)
            return (
                (200, self.books[number]) if number < len(self.books) else (404, {"message": "no"})
            )
        if method == "POST" and path == "/books":
            return 307, {}
        if method != "POST" or path != "/books/":
            return 404, {"message": "nothing here"}
        book = json.loads(body or b"{}").get("book", {})
        if "title" not in book:
            return 400, {"message": '"title" is required'}
        if not isinstance(book.get("pages"), int):
            return 400, {"message": '"pages" must be a number'}
        self.books.append({**book, "id": len(self.books)})
        return 201, self.books[-1]


def test_a_thing_is_made_by_what_the_refusals_ask_for() -> None:
    report = asyncio.run(asyncio.wait_for(ask_shelf(), 60.0))
    found = dict(report.surface.found)
    assert found["resource"] == "POST /books/"
    assert found["read"] == "GET /books/{id}"
    assert {each.check: each.ruling for each in report.answers} == {"H01": "pass", "D02": "unknown"}


async def ask_shelf() -> ProbeReport:
    shelf = Shelf()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split(" ", 2)
        lengths = [
            line for line in head.lower().split("\r\n") if line.startswith("content-length:")
        ]
        body = await reader.readexactly(int(lengths[0].split(":")[1]) if lengths else 0)
        status, value = shelf.answer(method, path, body)
        data = json.dumps(value).encode()
        lines = [
            "Content-Type: application/json",
            f"Content-Length: {len(data)}",
            "Location: /books/",
        ]
        head = "\r\n".join((f"HTTP/1.1 {status} X", *lines, "", ""))
        writer.write(head.encode() + data)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    routes = (route("POST", "/books"), route("GET", "/books/{id}"))
    inquiry = Inquiry(
        dial=dial_address("127.0.0.1", port),
        host=f"127.0.0.1:{port}",
        target="shelf",
        catalog=load_catalog(),
        clock=SystemClock(),
        only=("H01", "D02"),
        coded=describe_application(Application(routes=routes)),
    )
    try:
        return await ask_service(inquiry, lambda _: None)
    finally:
        server.close()
