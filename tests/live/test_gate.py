"""The gate with real tools: as a command, as a git hook, and as the script of the GitHub Action."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import MakeRepository, run_git
from tests.house.sources import ROOT
from tests.live.shop import PROGRAM, SHOP, call, change_shop

pytestmark = [pytest.mark.live, pytest.mark.needs("uv")]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    return {**os.environ, "BACKEND_AGENT_HOME": str(tmp_path / "home"), "PATH": path}


def test_red_says_what_fails_green_is_one_line_and_the_same_tree_is_not_judged_again(
    repo: MakeRepository, environment: dict[str, str], tmp_path: Path
) -> None:
    root = repo(SHOP)
    change_shop(root, 5)
    red = call(root, environment, "verify", "--gate", "--github", "--report", str(tmp_path / "out"))
    assert red.returncode == 1, red.stderr
    assert red.stdout.startswith("unverified: 1 of 1 tests failed")
    assert "tests/test_double.py:5: " in red.stdout
    assert "::error file=tests/test_double.py,line=5," in red.stdout
    (log,) = [line for line in red.stdout.splitlines() if line.startswith("  log: ")]
    assert Path(log.removeprefix("  log: ")).is_file()
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["report.html", "report.json", "report.md", "review.sarif"]

    change_shop(root, 4)
    green = call(root, environment, "verify", "--gate")
    assert (green.returncode, green.stderr) == (0, "")
    assert green.stdout == "verified: 2 tests, lint, build passed\n"
    kept = call(root, environment, "verify", "--gate")
    assert kept.stdout.startswith("verified: 2 tests, lint, build passed (unchanged since ")

    late = call(root, environment, "verify", "--gate", "--fresh", "--deadline", "1")
    assert late.returncode == 1
    assert late.stdout.startswith("unverified: ")
    assert "deadline" in late.stdout.splitlines()[0]
    # Of all these judgements only the last one stays, without its copies.
    (run,) = (tmp_path / "home" / "runs").glob("*-gate-*")
    assert not (run / "tree").exists()


def test_a_push_with_a_failing_test_is_refused(
    repo: MakeRepository, environment: dict[str, str], tmp_path: Path
) -> None:
    root, remote = repo(SHOP), tmp_path / "remote.git"
    (hooks,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hooks["pass_filenames"] is False
    hook = root / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {hooks['entry']}\n")
    hook.chmod(0o755)
    run_git(root, "init", "-q", "--bare", str(remote))
    run_git(root, "remote", "add", "origin", str(remote))
    run_git(root, "checkout", "-q", "-b", "double")

    def push(expected: int) -> subprocess.CompletedProcess[str]:
        change_shop(root, expected)
        run_git(root, "add", "-A")
        run_git(root, "commit", "-q", "-m", f"Expect {expected}")
        return subprocess.run(
            ["git", "push", "-q", "origin", "double"],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
        )

    refused = push(5)
    assert refused.returncode != 0
    assert "tests/test_double.py:5: " in refused.stdout + refused.stderr
    assert run_git(root, "ls-remote", "origin") == ""
    accepted = push(4)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


def test_the_action_judges_against_the_base_of_the_pull_request(
    repo: MakeRepository, environment: dict[str, str], tmp_path: Path
) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = [step for step in action["runs"]["steps"] if step.get("id") == "gate"]
    root = repo(SHOP)
    run_git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    change_shop(root, 5)
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "Double")
    runner = tmp_path / "runner"
    (runner / "backend-agent/bin").mkdir(parents=True)
    (runner / "backend-agent/bin/backend-agent").symlink_to(PROGRAM)
    inputs = {name: str(value["default"]) for name, value in action["inputs"].items()}
    names = {"BASE": "base", "TARGET": "path", "DEADLINE": "deadline", "STRICT": "strict"}
    assert set(step["env"]) == {*names, "BEFORE"}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=root,
        env={
            **environment,
            **{name: inputs[key] for name, key in names.items()},
            "BEFORE": "0" * 40,
            "GITHUB_BASE_REF": "main",
            "RUNNER_TEMP": str(runner),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=tests/test_double.py,line=5," in done.stdout
    assert "unverified: 1 of 1 tests failed" in (tmp_path / "summary").read_text()
    sarif = Path((tmp_path / "output").read_text().strip().removeprefix("sarif="))
    assert json.loads(sarif.read_text())["version"] == "2.1.0"
