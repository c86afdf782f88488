"""Reads one public page: every redirect judged anew, limited in size and time, HTML as Markdown."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from backend_agent.values.version import VERSION
from backend_agent.world.web.guard import Forbidden, open_connection
from backend_agent.world.web.markdown import html_to_markdown

MOST_REDIRECTS = 5
LARGEST = 5 << 20
LONGEST = 30.0
TEXTUAL = re.compile(
    r"^(text/|application/(json|xml|xhtml|javascript|yaml|toml)|[^;]*\+(json|xml))"
)
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`url` is where it was found in the end; `trouble` says why there is no text."""

    url: str
    text: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    status: int
    kind: str
    body: bytes
    location: str = ""


def fetch_page(url: str) -> Page:
    """The text of a page. What is no text, too large, too slow or not public is told, not raised."""
    end = time.monotonic() + LONGEST
    try:
        for _ in range(MOST_REDIRECTS + 1):
            response = request(url, end=end)
            if not response.location:
                return _read(url, response)
            url = urljoin(url, response.location)
    except Forbidden as error:
        return Page(url=url, trouble=str(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Page(url=url, trouble=f"{type(error).__name__}: {error}")
    return Page(url=url, trouble=f"more than {MOST_REDIRECTS} redirects")


def request(
    url: str,
    *,
    end: float,
    body: bytes | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    """One request, no redirect followed. Raises Forbidden, OSError, HTTPException."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Forbidden("only http and https addresses are fetched")
    if parts.username or parts.password:
        raise Forbidden("an address with a user or a password in it is not fetched")
    port = parts.port or PORTS[parts.scheme]
    left = max(end - time.monotonic(), 0.1)
    connection = open_connection(parts.scheme, parts.hostname, port, left)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {
            "User-Agent": f"backend-agent/{VERSION}",
            "Accept-Encoding": "identity",
            "Accept": "text/html, text/*, application/json;q=0.9, */*;q=0.1",
            **dict(headers),
        }
        connection.request("POST" if body else "GET", path, body=body, headers=sent)
        answer = connection.getresponse()
        location = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
        content = b"" if location else _read_body(answer, end)
        kind = answer.headers.get("Content-Type", "")
        return Response(status=answer.status, kind=kind, body=content, location=location)
    finally:
        connection.close()


def _read_body(answer: http.client.HTTPResponse, end: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise Forbidden(f"it is larger than {LARGEST >> 20} MiB")
        if time.monotonic() > end:
            raise Forbidden(f"it took longer than {LONGEST:.0f} seconds")
    return b"".join(pieces)


def _read(url: str, response: Response) -> Page:
    if response.status >= 400:
        return Page(url=url, trouble=f"status {response.status}")
    kind = response.kind.lower()
    if kind and not TEXTUAL.match(kind):
        return Page(url=url, trouble=f"it is no text ({kind})")
    charset = re.search(r"charset=[\"']?([\w-]+)", kind)
    try:
        text = response.body.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        text = response.body.decode("utf-8", "replace")
    if "html" in kind or text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        text = html_to_markdown(text)
    return Page(url=url, text=text)
