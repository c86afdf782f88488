"""Searches the web by an engine that is described in data; results as a short list."""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from backend_agent.values.search import SearchCatalog, SearchEngine
from backend_agent.world.web.fetch import LONGEST, request
from backend_agent.world.web.guard import Forbidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    text: str = ""
    trouble: str = ""


def find_engine(
    known: SearchCatalog, environment: Mapping[str, str] | None = None
) -> SearchEngine | None:
    """The first engine whose variable is set."""
    given = os.environ if environment is None else environment
    return next((each for each in known.engines if given.get(each.variable)), None)


def search_web(engine: SearchEngine, query: str) -> Hits:
    """Titles, addresses and excerpts; trouble is told, not raised."""
    key = os.environ.get(engine.variable, "")
    address = key.rstrip("/") if engine.is_address else ""
    url = engine.url.replace("{query}", quote(query)).replace("{address}", address)
    body = engine.body.replace("{query}", json.dumps(query)).encode() or None
    headers = [("Accept", "application/json")]
    if engine.header:
        name, _, value = engine.header.replace("{key}", key).partition(": ")
        headers.append((name, value))
    if body:
        headers.append(("Content-Type", "application/json"))
    try:
        answer = _ask(engine, url, body, tuple(headers))
        items: Any = json.loads(answer)
        for part in engine.results.split("."):
            items = items.get(part, {})
        lines = [_show(engine, item) for item in list(items)[:10]]
    except (Forbidden, OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        return Hits(trouble=f"{engine.title_text}: {type(error).__name__}: {error}")
    return Hits(text="\n".join(lines) or "nothing was found")


def _ask(
    engine: SearchEngine, url: str, body: bytes | None, headers: tuple[tuple[str, str], ...]
) -> bytes:
    if not engine.is_address:
        answer = request(url, end=time.monotonic() + LONGEST, body=body, headers=headers)
        if answer.status != 200:
            raise ValueError(f"status {answer.status}")
        return answer.body
    # The user named this server, so it may well be a private one.
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("only http and https addresses are asked")
    with urlopen(Request(url, headers=dict(headers)), timeout=LONGEST) as response:  # noqa: S310
        content: bytes = response.read(5 << 20)
    return content


def _show(engine: SearchEngine, item: dict[str, Any]) -> str:
    excerpt = " ".join(str(item.get(engine.excerpt) or "").split())[:300]
    return f"- {item.get(engine.title, '')}\n  {item.get(engine.link, '')}\n  {excerpt}"
