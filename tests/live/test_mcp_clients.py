"""Clients nobody here wrote connect, list the tools and let them work: detect, add_resource, verify."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeRepository, run_git
from tests.implement.analogy.typescript_service import SERVICE
from tests.live.npm_clients import CLAUDE, INSPECTOR, OPENCODE, install_client
from tests.live.scripted_api import Script, ToolCall, serve_script
from tests.mcp.client import PROGRAM

pytestmark = [pytest.mark.live, pytest.mark.needs("node", "npm", "git")]
NAME = "backend-agent"
ORDER: dict[str, object] = {"name": "order", "fields": ["total:int", "note:string"]}
WORK: tuple[tuple[str, dict[str, object]], ...] = (
    ("detect", {}),
    ("add_resource", ORDER),
    ("verify", {}),
)
TASK = "Add the orders to the garden."
DONE = "The orders are on their branch."


@pytest.fixture
def garden(repo: MakeRepository) -> Path:
    return repo(SERVICE, name="garden")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Somebody with no settings, no key and no updates."""
    (tmp_path / "user").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "user"),
        "BACKEND_AGENT_HOME": str(tmp_path / "home"),
        "ANTHROPIC_API_KEY": "not-a-key",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
        "OPENCODE_DISABLE_AUTOUPDATE": "1",
        "OPENCODE_DISABLE_MODELS_FETCH": "1",
    }


def run(argv: list[str], root: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        argv,
        cwd=root,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=150,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def server(root: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "command": str(PROGRAM),
        "args": ["-C", str(root), "mcp"],
        "env": {"BACKEND_AGENT_HOME": environment["BACKEND_AGENT_HOME"]},
    }


def branch_files(root: Path) -> str:
    """The files on the one branch that a run made."""
    branches = run_git(root, "branch", "--list", "backend-agent/*", "--format=%(refname)").split()
    assert len(branches) == 1
    return run_git(root, "ls-tree", "-r", "--name-only", branches[0])


def work_through(prefix: str) -> Script:
    """A model that calls the three tools one after the other, then says that it is done."""

    def script(asked: str) -> str | ToolCall:
        answered = asked.count('"tool_result"')
        if answered >= len(WORK):
            return DONE
        name, arguments = WORK[answered]
        return ToolCall(name=f"{prefix}{name}", arguments=arguments)

    return script


def assert_worked(root: Path, requests: list[str]) -> None:
    """Each tool's answer came back to the model, and the work is on a branch alone."""
    last = requests[-1]
    assert last.count('"tool_result"') == len(WORK)
    for told in ("Hono", "src/routes/orders.ts", "unverified: "):
        assert told in last, last
    assert "src/routes/orders.ts" in branch_files(root)
    assert not (root / "src/routes/orders.ts").exists()


def test_the_inspector_lists_and_calls_them(
    garden: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    config = tmp_path / "mcp.json"
    config.write_text(json.dumps({"mcpServers": {NAME: server(garden, environment)}}))
    program = str(install_client(INSPECTOR))
    inspect = ["node", program, "--cli", "--config", str(config), "--server", NAME, "--method"]

    tools = json.loads(run([*inspect, "tools/list"], garden, environment))["tools"]
    assert {name for name, _arguments in WORK} <= {tool["name"] for tool in tools}
    for name, arguments in WORK:
        given = [
            word
            for key, value in arguments.items()
            for word in (
                "--tool-arg",
                f"{key}={value if isinstance(value, str) else json.dumps(value)}",
            )
        ]
        answer = json.loads(
            run([*inspect, "tools/call", "--tool-name", name, *given], garden, environment)
        )
        assert not answer["isError"]
        assert answer["structuredContent"]
    assert "src/routes/orders.ts" in branch_files(garden)
    uri = "backend-agent://report/last"
    report = json.loads(run([*inspect, "resources/read", "--uri", uri], garden, environment))
    assert "unverified" in report["contents"][0]["text"]


def test_claude_code_connects_and_works_with_them(
    garden: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    program = str(install_client(CLAUDE))
    added = json.dumps({"type": "stdio", **server(garden, environment)})
    run([program, "mcp", "add-json", "--scope", "user", NAME, added], garden, environment)
    assert "Connected" in run([program, "mcp", "list"], garden, environment)

    with serve_script(work_through(f"mcp__{NAME}__")) as (address, requests):
        said = run(
            [program, "-p", TASK, "--output-format", "json", "--allowedTools", f"mcp__{NAME}"],
            garden,
            {**environment, "ANTHROPIC_BASE_URL": address},
        )
    assert json.loads(said)["result"] == DONE
    assert_worked(garden, requests)


def test_opencode_connects_and_works_with_them(
    garden: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    program = str(install_client(OPENCODE))
    started = server(garden, environment)
    with serve_script(work_through(f"{NAME}_")) as (address, requests):
        config = {
            "$schema": "https://opencode.ai/config.json",
            "model": "anthropic/claude-sonnet-4-5",
            "provider": {
                "anthropic": {"options": {"baseURL": f"{address}/v1", "apiKey": "not-a-key"}}
            },
            "mcp": {
                NAME: {
                    "type": "local",
                    "command": [started["command"], *started["args"]],
                    "environment": started["env"],
                }
            },
        }
        settings = tmp_path / "opencode.json"
        settings.write_text(json.dumps(config))
        environment["OPENCODE_CONFIG"] = str(settings)
        assert "connected" in run([program, "mcp", "list"], garden, environment)
        said = run([program, "run", TASK], garden, environment)
    assert DONE in said
    assert_worked(garden, requests)
