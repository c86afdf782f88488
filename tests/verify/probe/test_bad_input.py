"""Services that never start, die or talk rubbish: a clear verdict, in bounded time, and nobody left behind."""

from __future__ import annotations

import asyncio
import datetime
import json
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from backend_agent.catalog import load_catalog
from backend_agent.probing import ProbeOptions, probe_target
from backend_agent.values.errors import InputError, Refused
from backend_agent.values.probe import ProbeReport
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.world.clock import SystemClock
from backend_agent.world.survivors import find_survivors
from backend_agent.world.wire import dial_address
from tests.conftest import MakeRepository

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ONLY = ("E01", "E14", "H11", "W01", "X18", "T01", "S01")


def ask(serve: Serve, only: tuple[str, ...] = ONLY) -> ProbeReport:
    async def run() -> ProbeReport:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        inquiry = Inquiry(
            dial=dial_address("127.0.0.1", port),
            host=f"127.0.0.1:{port}",
            target="bad",
            catalog=load_catalog(),
            clock=SystemClock(),
            only=only,
        )
        try:
            return await ask_service(inquiry, lambda _: None)
        finally:
            server.close()

    return asyncio.run(asyncio.wait_for(run(), 60.0))


def always(answer: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        writer.close()

    return serve


def reply(
    body: bytes, status: str = "200 OK", kind: str = "application/json", more: str = ""
) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def test_rubbish_is_no_http_and_blocks() -> None:
    report = ask(always(b"\x16\x03\x01 hello\r\n\r\n"))
    assert "gives no answer: malformed status line" in report.blocked
    assert report.answers == ()


def test_whoever_closes_at_once_blocks() -> None:
    assert "closed without an answer" in ask(always(b"")).blocked


def test_html_for_everything_is_not_taken_for_an_api() -> None:
    report = ask(always(reply(b"<html>welcome</html>", kind="text/html")))
    rulings = {answer.check: answer.ruling for answer in report.answers}
    assert rulings["E01"] == "fail"
    assert rulings["T01"] != "pass"
    assert dict(report.surface.found).get("live") is None


def test_one_page_of_json_for_everything_is_no_health() -> None:
    report = ask(always(reply(b'{"ok": true}')))
    found = dict(report.surface.found)
    assert {"live", "ready", "startup"} & set(found) == set()


def test_redirects_elsewhere_are_not_followed() -> None:
    away = reply(b"", "302 Found", more="Location: https://elsewhere.example/\r\n")
    report = ask(always(away))
    assert report.blocked == ""
    assert {answer.check: answer.ruling for answer in report.answers}["E01"] == "fail"


@pytest.mark.parametrize(
    "spec",
    [
        b'{"openapi": "3.1.0", "paths": {"/a": ',
        b'{"openapi": 3, "paths": {"/a": {"get": 7}}}',
        b"[" * 50_000,
    ],
    ids=["cut", "odd", "deep"],
)
def test_a_broken_description_leaves_what_needs_none(spec: bytes) -> None:
    report = ask(always(reply(spec)))
    assert report.surface.operations == ()
    assert all(answer.ruling in ("pass", "fail", "unknown", "na") for answer in report.answers)
    assert dict(report.surface.missing)["spec"]


def test_a_service_that_dies_in_the_middle_ends_the_probe_with_verdicts() -> None:
    spec = json.dumps({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {}}}}}).encode()
    count = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        count += 1
        if count > 40:
            writer.close()
            return
        await always(reply(spec))(reader, writer)

    report = ask(serve)
    assert len(report.answers) == len(ONLY)
    assert {answer.check: answer.ruling for answer in report.answers}["E01"] != "pass"


def test_only_this_machine_is_asked_unless_the_host_is_named() -> None:
    with pytest.raises(Refused, match=r"example\.com is not on this machine"):
        probe_target("https://example.com/api", ProbeOptions())


@pytest.mark.parametrize("target", ["ftp://127.0.0.1", "http://", "http://127.0.0.1:port"])
def test_an_address_that_is_none_is_wrong_input(target: str) -> None:
    with pytest.raises(InputError):
        probe_target(target, ProbeOptions())


def test_nobody_listening_blocks_and_says_so() -> None:
    report = probe_target("http://127.0.0.1:1", ProbeOptions())
    assert "gives no answer: refused" in report.blocked


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all of this module: what is made in it at first is what takes the time."""
    return tmp_path_factory.mktemp("home")


START = {
    "never": "import time\ntime.sleep(600)\n",
    "dies": "import sys\nsys.exit('no database')\n",
}


def test_a_service_that_ends_at_once_is_told_with_its_last_words(
    repo: MakeRepository, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(home))
    root = repo(
        {"main.py": START["dies"], "requirements.txt": "", "p.yaml": "start: [python3, main.py]\n"}
    )
    report = probe_target(str(root), ProbeOptions(profile=root / "p.yaml"))
    assert "it ended with 1: no database" in report.blocked
    assert list((home / "probes").iterdir()) == []


def test_a_service_that_opens_no_port_is_ended(
    repo: MakeRepository, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(home))
    monkeypatch.setattr("backend_agent.verify.probe.start.START_LIMIT", 1.0)
    root = repo(
        {
            "main.py": START["never"],
            "requirements.txt": "",
            "p.yaml": "start: [python3, main.py, orphan-of-probe]\n",
        }
    )
    report = probe_target(str(root), ProbeOptions(profile=root / "p.yaml"))
    assert "it opened no port within 1 s" in report.blocked
    assert find_survivors("BACKEND_AGENT_RUN", "orphan-of-probe") == ()
    assert not [
        entry
        for entry in Path("/proc").glob("[0-9]*/cmdline")
        if b"orphan-of-probe" in _read(entry)
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_repository_without_a_start_command_says_what_to_give(
    repo: MakeRepository, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(home))
    root = repo({"main.py": "print('a')\n", "requirements.txt": ""})
    assert "no command that starts it is known" in probe_target(str(root), ProbeOptions()).blocked


def test_an_answer_without_an_end_is_given_up() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
                await writer.drain()
        except OSError:
            writer.close()

    assert "gives no answer" in ask(serve, ("E01",)).blocked


def test_a_description_of_five_megabytes_is_read() -> None:
    filler = {"description": "x" * 1000, "responses": {"200": {"description": "y" * 200}}}
    paths = {f"/things{number}": {"get": filler} for number in range(4000)}
    spec = json.dumps({"openapi": "3.1.0", "paths": paths}).encode()
    assert len(spec) > 5_000_000
    report = ask(always(reply(spec)), ("E01",))
    assert len(report.surface.operations) == 4000


NEEDS_A_SECRET = (
    "import os, sys\nsys.exit(0 if os.environ.get('SIGNING_KEY') else 'SIGNING_KEY is not set')\n"
)


def test_a_service_that_needs_a_secret_says_which(
    repo: MakeRepository, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(home))
    files = {
        "main.py": NEEDS_A_SECRET,
        "requirements.txt": "",
        "p.yaml": "start: [python3, main.py]\n",
    }
    root = repo(files)
    report = probe_target(str(root), ProbeOptions(profile=root / "p.yaml"))
    assert report.blocked.endswith("it ended with 1: SIGNING_KEY is not set")


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7)
    builder = builder.not_valid_before(day).not_valid_after(day.replace(year=2099))
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "c.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "k.pem").write_bytes(plain)
    return folder / "c.pem", folder / "k.pem"


def test_a_certificate_that_nobody_vouches_for_blocks_and_says_so(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*write_certificate(tmp_path))

    async def run() -> ProbeReport:
        server = await asyncio.start_server(always(reply(b"{}")), "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        inquiry = Inquiry(
            dial=dial_address("127.0.0.1", port, tls=True),
            host=f"127.0.0.1:{port}",
            target="bad",
            catalog=load_catalog(),
            clock=SystemClock(),
            only=("E01",),
        )
        try:
            return await ask_service(inquiry, lambda _: None)
        finally:
            server.close()

    report = asyncio.run(asyncio.wait_for(run(), 30.0))
    assert "certificate" in report.blocked.lower()
