"""A service is really started and asked; what it did before the change is not blamed on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.event import ignore_event
from backend_agent.values.stack import Command, Component
from backend_agent.verify.before import BaseTree, Before
from backend_agent.verify.checks.run import Bench
from backend_agent.verify.probed import Subject, probe_change
from backend_agent.verify.service import Place
from backend_agent.world.clock import SystemClock
from backend_agent.world.process import Runner
from backend_agent.world.sandbox import open_sandbox
from backend_agent.world.tree import FolderTree
from tests.conftest import write_files
from tests.verify.probe.harness import CONTROL

SERVICE = """
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"detail": "TEXT"}'
        self.send_response(404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

ThreadingHTTPServer(("127.0.0.1", 8123), Handler).serve_forever()
"""
GOOD = SERVICE.replace("TEXT", "not found")
TELLS = SERVICE.replace("TEXT", "Traceback (most recent call last)")
# Says what it serves, so that it can be asked about methods that it does not serve.
DESCRIBED = """
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATHS = {"/items": {"get": {"responses": {"200": {"description": "all of them"}}}}}
SPEC = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": PATHS}
BODIES = {"/openapi.json": SPEC, "/items": []}

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = BODIES.get(self.path, {"detail": "not found"})
        data = json.dumps(body).encode()
        self.send_response(200 if self.path in BODIES else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

ThreadingHTTPServer(("127.0.0.1", 8123), Handler).serve_forever()
"""
ENDS = "raise SystemExit('no database')"
WHOLE = """
import runpy, subprocess, sys, time
subprocess.Popen([sys.executable, "-m", "control.database", "8200"])
time.sleep(1)
runpy.run_module("control", run_name="__main__")
"""
SETTINGS = (
    ("PORT", "8123"),
    ("DATABASE_URL", "toy://127.0.0.1:8200"),
    ("SECRET_KEY", "8f1c2e7a90b34d55a6e1f0c2d3b4a596"),
)


class Bed:
    """Trees side by side, each with its session, as `verify_change` has them."""

    def __init__(self, folder: Path, catalog: Catalog, component: Component, stack: ExitStack):
        self.folder, self.catalog, self.component, self.stack = folder, catalog, component, stack
        self.laid = 0

    def write(self, name: str, service: str) -> FolderTree:
        files = {"main.py": service, ".env.example": "A=1\n"}
        write_files(self.folder / name, files)
        return FolderTree(self.folder / name, files)

    def bench(self, worktree: Path) -> Bench:
        run = self.folder / "run"
        run.mkdir(exist_ok=True)
        session = open_sandbox(writable=(worktree, run), cache=self.folder / "cache")
        runner: Runner = self.stack.enter_context(session)
        return Bench(worktree=worktree, runner=runner, folder=run)

    def subject(self, after: str, before: str = "", *, kept: str = "") -> Subject:
        tree = self.write("after", after)
        bench = self.bench(self.folder / "after")
        earlier = self.write("before", before) if before else None
        place = Place(
            root=self.folder / "after",
            tree=tree,
            component=self.component,
            catalog=self.catalog,
            runner=bench.runner,
            folder=self.folder / "run" / "door",
            environment=bench.environment,
        )
        return Subject(
            place=place,
            bench=bench,
            before=self.before(earlier, kept) if earlier else None,
            tree_before=earlier,
            clock=SystemClock(),
        )

    def before(self, tree: FolderTree, kept: str) -> Before:
        def lay(worktree: Path, _stack: ExitStack) -> Bench:
            self.laid += 1
            return self.bench(worktree)

        base = BaseTree(make=lambda: self.folder / "before", tree=tree, id=kept)
        return Before(base, lay, self.folder / "kept", "", (), ignore_event, self.stack)


@pytest.fixture
def bed(tmp_path: Path, catalog: Catalog, component: Callable[..., Component]) -> Iterator[Bed]:
    start = Command(kind="start", argv=("python3", "main.py"), origin="script")
    with ExitStack() as stack:
        yield Bed(tmp_path, catalog, component(commands=(start,)), stack)


def test_a_service_that_holds_passes_with_its_counts(bed: Bed) -> None:
    subject = bed.subject(WHOLE)
    for path in CONTROL.glob("*.py"):
        write_files(bed.folder / "after", {f"control/{path.name}": path.read_text()})
    place = replace(subject.place, environment=SETTINGS)
    probed = probe_change(replace(subject, place=place), ignore_event)
    assert probed.outcome.status == "passed", probed.outcome.reason
    assert probed.outcome.counts.examined == probed.outcome.counts.passed > 40
    assert " must, " in probed.outcome.reason
    assert probed.answers["E17"].ruling == "pass"
    assert "E17" in (bed.folder / "run" / probed.outcome.log).read_text()
    assert not (bed.folder / "after" / ".env").exists()


def test_a_fault_that_the_change_brings_fails_it(bed: Bed) -> None:
    outcome = probe_change(bed.subject(TELLS, GOOD), ignore_event).outcome
    assert outcome.status == "failed"
    assert not outcome.known_before
    errors = [each for each in outcome.findings if each.severity == "error"]
    assert [each.source for each in errors if not each.known_before] == ["probe:E17"]
    # A reader who sees only the first lines sees what decides.
    assert outcome.findings[0].source == "probe:E17"
    assert len(outcome.findings) > 1


def test_a_fault_that_was_there_before_is_as_before_and_asked_once(bed: Bed) -> None:
    for _ in range(2):
        outcome = probe_change(bed.subject(TELLS, TELLS, kept="tree-1"), ignore_event).outcome
        assert outcome.known_before
        assert outcome.reason.endswith("(as before the change)")
    assert bed.laid == 1


def test_a_service_that_started_before_and_does_not_now_fails(bed: Bed) -> None:
    outcome = probe_change(bed.subject(ENDS, GOOD), ignore_event).outcome
    assert outcome.status == "failed"
    assert "no database; before the change it starts" in outcome.reason


@pytest.mark.parametrize("before", ["", ENDS])
def test_a_service_that_never_started_is_not_checked_with_its_last_words(
    bed: Bed, before: str
) -> None:
    outcome = probe_change(bed.subject(ENDS, before), ignore_event).outcome
    assert outcome.status == "skipped"
    assert outcome.reason.startswith("not checked: the service could not be started")
    assert outcome.reason.endswith("it ended with 1: no database")


def test_where_the_service_before_cannot_be_asked_nothing_is_called_new(bed: Bed) -> None:
    outcome = probe_change(bed.subject(TELLS, ENDS), ignore_event).outcome
    assert outcome.status == "skipped"
    assert "the service before the change could not be asked" in outcome.reason
    assert " must, " in outcome.reason


def test_what_could_not_be_asked_before_is_told_and_fails_nothing(bed: Bed) -> None:
    outcome = probe_change(bed.subject(DESCRIBED, GOOD), ignore_event).outcome
    (found,) = [each for each in outcome.findings if each.source == "probe:E09"]
    assert (found.severity, found.known_before) == ("warning", False)
    assert found.message.endswith("(it could not be asked before the change)")
    assert "1 that fail could not be asked before the change" in outcome.reason
    assert not outcome.fails_newly
