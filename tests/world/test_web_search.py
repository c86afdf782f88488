"""Each engine is asked as its own documents say, and what it answers becomes a short list."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.search import SearchCatalog, SearchEngine
from backend_agent.world.web import find_engine, guard, search_web

QUERY = 'idempotency "keys" & ätsch'
ITEM = {"title": "Idempotency", "url": "https://e.org/i", "extra": 1}
FOUND = "- Idempotency\n  https://e.org/i\n  a header that makes it safe"
ENGINES = {engine.id: engine for engine in load_catalog().documents(SearchCatalog)[0].value.engines}
# How each engine words its answer, by its public reference.
ANSWERS: dict[str, object] = {
    "brave": {"web": {"results": [{**ITEM, "description": "a header\n that makes it  safe"}]}},
    "tavily": {"results": [{**ITEM, "content": "a header that makes it safe"}]},
    "searxng": {"results": [{**ITEM, "content": "a header that makes it safe"}]},
}


@dataclass(slots=True)
class Standing:
    """What stands in for an engine: what it answers, and what it was asked."""

    answer: bytes = b"{}"
    status: int = 200
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    held = Standing()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            self.answer(b"")

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["content-length"])))

        def answer(self, body: bytes) -> None:
            heads = {name.lower(): value for name, value in self.headers.items()}
            held.asked.append((self.command, self.path, heads, body))
            self.send_response(held.status)
            self.end_headers()
            self.wfile.write(held.answer)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host == "public.example" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    held.address = f"http://public.example:{server.server_port}"
    yield held
    server.shutdown()
    server.server_close()


def point(engine: SearchEngine, held: Standing, monkeypatch: pytest.MonkeyPatch) -> SearchEngine:
    """The engine at the address of what stands in for it, and its variable set."""
    if engine.is_address:
        local = held.address.replace("public.example", "127.0.0.1")
        monkeypatch.setenv(engine.variable, f"{local}/")
        return engine
    monkeypatch.setenv(engine.variable, "the-key")
    place = urlsplit(engine.url)
    return replace(engine, url=f"{held.address}{place.path}" + (place.query and f"?{place.query}"))


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_what_an_engine_answers_is_a_list(
    name: str, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing.answer = json.dumps(ANSWERS[name]).encode()
    hits = search_web(point(ENGINES[name], standing, monkeypatch), QUERY)
    assert (hits.text, hits.trouble) == (FOUND, "")
    ((method, path, heads, body),) = standing.asked
    if name == "tavily":
        assert (method, path, json.loads(body)["query"]) == ("POST", "/search", QUERY)
        assert heads["authorization"] == "Bearer the-key"
    else:
        assert method == "GET"
        assert parse_qs(urlsplit(path).query)["q"] == [QUERY]
    if name == "brave":
        assert heads["x-subscription-token"] == "the-key"
        assert "the-key" not in path


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (401, b"{}", "401"),
        (429, b"slow down", "429"),
        (200, b"<html>", "JSONDecodeError"),
        (200, b"[]", "AttributeError"),
    ],
)
def test_trouble_is_told_with_the_engine_s_name_and_without_its_key(
    name: str,
    status: int,
    answer: bytes,
    told: str,
    standing: Standing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    standing.status, standing.answer = status, answer
    hits = search_web(point(ENGINES[name], standing, monkeypatch), QUERY)
    assert hits.text == ""
    assert told in hits.trouble
    assert hits.trouble.startswith(ENGINES[name].title_text)
    assert "the-key" not in hits.trouble


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_nothing_found_is_no_trouble(
    name: str, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits = search_web(point(ENGINES[name], standing, monkeypatch), QUERY)
    assert hits.text == "nothing was found"


def test_the_first_engine_whose_variable_is_set_is_used() -> None:
    known = SearchCatalog(engines=tuple(ENGINES.values()))
    assert find_engine(known, {}) is None
    both = find_engine(known, {"SEARXNG_URL": "http://x", "TAVILY_API_KEY": "k"})
    assert both is not None
    assert both.id == "tavily"
