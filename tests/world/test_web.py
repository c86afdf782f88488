"""Nothing private is reached through a page: not by address, by name, or by redirect."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend_agent.world.web import fetch_page, guard
from backend_agent.world.web.guard import is_public
from backend_agent.world.web.markdown import html_to_markdown

PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1
ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2001:db8::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_everybody_s_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111"])
def test_an_address_of_everybody_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1:80/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_a_private_place_is_not_fetched_however_it_is_written(url: str) -> None:
    assert "is not a public address" in fetch_page(url).trouble


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.org/", "gopher://x", "", "http://"])
def test_only_the_web_is_fetched(url: str) -> None:
    assert "only http" in fetch_page(url).trouble


def test_a_user_in_an_address_is_not_sent() -> None:
    assert "password" in fetch_page("http://user:secret@example.org/").trouble


@pytest.fixture
def redirecting(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A public server, for as long as one believes it, that redirects to a private place."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            self.send_response(302 if self.path == "/" else 200)
            self.send_header("Location", "http://169.254.169.254/keys")
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = socket.getaddrinfo
    port = server.server_port

    def resolve(host: str, *rest: object, **more: object) -> object:
        return real("127.0.0.1" if host == "public.example" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    yield f"http://public.example:{port}/"
    server.shutdown()
    server.server_close()


def test_a_redirect_is_judged_like_the_first_address(redirecting: str) -> None:
    page = fetch_page(redirecting)
    assert page.url == "http://169.254.169.254/keys"
    assert "is not a public address" in page.trouble


def test_a_page_becomes_text_without_scripts() -> None:
    html = (
        "<html><head><title>x</title><script>alert(1)</script></head><body><nav>menu</nav>"
        "<h2>Use  it</h2><p>Call <code>f()</code> or <a href='https://e.org/a'>see</a>.</p>"
        "<ul><li>one</li><li>two</li></ul><pre>a  = 1\nb</pre><style>p{}</style></body></html>"
    )
    text = html_to_markdown(html)
    assert text == (
        "## Use it\n\nCall `f()` or [see](https://e.org/a).\n\n- one\n- two\n\n```\na  = 1\nb\n```\n"
    )
