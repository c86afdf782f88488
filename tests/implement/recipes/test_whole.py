"""A capability by recipe on a whole little service, verified by its own tests; applied, twice, undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeRepository, run_git

pytestmark = [pytest.mark.live, pytest.mark.needs("uv", "git", "bwrap")]

SERVICE = {
    "pyproject.toml": """[project]
name = "depot"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["fastapi", "sqlalchemy"]

[dependency-groups]
dev = ["pytest", "httpx"]

[tool.pytest.ini_options]
pythonpath = ["."]
""",
    ".gitignore": "__pycache__/\n.venv/\nuv.lock\n",
    "depot/__init__.py": "",
    "depot/store.py": "from sqlalchemy import create_engine\n\nengine = create_engine('sqlite://')\n",
    # With CRLF line ends, so that undoing has something to lose.
    "depot/main.py": "from fastapi import FastAPI\r\n\r\napp = FastAPI()\r\n\r\n\r\n"
    '@app.get("/pallets")\r\ndef list_pallets() -> list[str]:\r\n    return []\r\n',
    "tests/test_pallets.py": "from fastapi.testclient import TestClient\n\n"
    "from depot.main import app\n\n\n"
    "def test_there_are_no_pallets() -> None:\n"
    '    assert TestClient(app).get("/pallets").json() == []\n',
}


def call(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend_agent", *arguments],
        cwd=root,
        env={**os.environ, "BACKEND_AGENT_HOME": str(root.parent / "home")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def read_all(root: Path) -> dict[str, bytes]:
    names = run_git(root, "ls-files", "-co", "--exclude-standard").splitlines()
    return {name: (root / name).read_bytes() for name in names}


def answer_of(root: Path, *arguments: str) -> dict[str, Any]:
    done = call(root, *arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("capability", "routes", "tests"),
    [
        ("health-probes", ["GET /live", "GET /ready", "GET /startup"], 3),
        ("security-headers", [], 3),
    ],
)
def test_planned_verified_applied_once_and_undone_to_the_byte(
    repo: MakeRepository, capability: str, routes: list[str], tests: int
) -> None:
    root = repo(SERVICE)
    before = read_all(root)

    planned = answer_of(root, "plan", f"add capability {capability}")
    assert "depot/main.py" in json.dumps(planned)

    report = answer_of(root, "add", "capability", capability)
    assert report["verdict"] == "verified", report["headline"]
    checks = {check["check"]: check for check in report["checks"]}
    assert checks["test:pytest"]["counts"]["passed"] == 1 + tests
    assert checks["new-tests"]["status"] == "passed"
    assert [f"{key['method']} {key['path']}" for key in report["routes"]["added"]] == routes
    assert read_all(root) == before

    assert call(root, "runs", "apply", report["run"]).returncode == 0
    applied = read_all(root)
    assert {name for name in applied if applied[name] != before.get(name)} == {
        file["path"] for file in report["files"]
    }
    assert b"\n" not in applied["depot/main.py"].replace(b"\r\n", b"")

    again = call(root, "add", "capability", capability)
    assert again.returncode == 0
    assert "there already" in again.stdout
    assert read_all(root) == applied

    assert call(root, "runs", "undo", report["run"]).returncode == 0
    assert read_all(root) == before
