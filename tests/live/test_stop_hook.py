"""The unmodified Claude Code, driven by a script: its Stop hook believes the checks, not the agent."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import MakeRepository, run_git
from tests.live.scripted_api import Command, Script, serve_script
from tests.live.shop import PROGRAM, SHOP, call, change_shop

pytestmark = [pytest.mark.live, pytest.mark.needs("node", "npm", "uv")]
VERSION = "2.1.331"
REFUSED = "backend-agent ran the checks, and the change does not hold"


@pytest.fixture(scope="module")
def client() -> Path:
    """The client from the npm registry, in a cache folder outside of the repository."""
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = home / "backend-agent-tests" / f"claude-code-{VERSION}"
    if not list(folder.glob("node_modules/@anthropic-ai/claude-code-*/claude")):
        folder.mkdir(parents=True, exist_ok=True)
        package = f"@anthropic-ai/claude-code@{VERSION}"
        npm = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            str(folder),
        ]
        done = subprocess.run([*npm, package], capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
    # The package's own starter needs an install script, which npm may not run; the program does not.
    return next(folder.glob("node_modules/@anthropic-ai/claude-code-*/claude"))


def converse(
    client: Path, root: Path, tmp_path: Path, script: Script
) -> tuple[dict[str, object], list[str]]:
    """Install the gate, let the client work on one prompt, and give its result and every request."""
    environment = {
        # What reaches the package registries stays; what belongs to a client that runs this does not.
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CLAUDE", "ANTHROPIC"))
        },
        "HOME": str(tmp_path / "user"),
        "BACKEND_AGENT_HOME": str(tmp_path / "home"),
        "ANTHROPIC_API_KEY": "not-a-key",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
    }
    (tmp_path / "user").mkdir()
    installed = call(
        root,
        environment,
        "agent",
        "install",
        "--host",
        "claude",
        "--yes",
        "--command",
        str(PROGRAM),
    )
    assert installed.returncode == 0, installed.stderr
    with serve_script(script) as (address, requests):
        done = subprocess.run(
            [client, "-p", "Add double", "--output-format", "json", "--allowedTools", "Bash"],
            cwd=root,
            env={**environment, "ANTHROPIC_BASE_URL": address},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout), requests


def test_a_lie_is_refused_with_what_fails_and_the_repaired_change_is_let_go(
    client: Path, repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo(SHOP)
    repair = "sed -i 's/== 5/== 4/' tests/test_double.py"

    def script(asked: str) -> str | Command:
        if repair in asked:
            return "It failed; now it is repaired."
        return Command(repair) if REFUSED in asked else "All tests pass."

    change_shop(root, 5)
    result, requests = converse(client, root, tmp_path, script)
    assert result["result"] == "It failed; now it is repaired."
    assert "== 4" in (root / "tests/test_double.py").read_text()
    told = [each for each in requests if REFUSED in each]
    assert "tests/test_double.py:5: " in told[0]
    # Refused once: the last request has no more of it than the first after the refusal.
    assert requests[-1].count(REFUSED) == told[0].count(REFUSED)


def test_honest_work_is_let_go_at_once(client: Path, repo: MakeRepository, tmp_path: Path) -> None:
    root = repo(SHOP)
    change_shop(root, 4)
    result, requests = converse(client, root, tmp_path, lambda _asked: "All tests pass.")
    assert result["result"] == "All tests pass."
    assert len(requests) == 1


def test_a_lie_committed_to_the_default_branch_is_refused_three_times_and_no_more(
    client: Path, repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo(SHOP)
    change_shop(root, 5)
    hide = (
        "git add shop tests && git -c user.name=a -c user.email=a@example.com commit -q -m Double"
    )

    def script(asked: str) -> str | Command:
        return "All tests pass." if hide in asked else Command(hide)

    result, requests = converse(client, root, tmp_path, script)
    assert result["result"] == "All tests pass."
    assert run_git(root, "log", "--format=%s", "-1") == "Double\n"
    # The client may repeat one refusal within a request.
    share = requests[2].count(REFUSED)
    assert share >= 1
    assert [each.count(REFUSED) // share for each in requests] == [0, 0, 1, 2, 3]
