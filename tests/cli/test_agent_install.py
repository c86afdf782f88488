"""`agent install`: the diff first, nothing without a yes, and errors that name file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend_agent.cli import main


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "repo").mkdir()
    return tmp_path / "repo"


def run(root: Path, *words: str) -> int:
    return main(["-C", str(root), "agent", *words])


def test_the_diff_is_shown_and_nothing_is_written_without_a_yes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "install", "--host", "claude") == 2
    out, err = capsys.readouterr()
    assert '+    "backend-agent": {' in out
    assert "say --yes" in err
    assert run(root, "install", "--host", "claude", "--dry-run") == 0
    assert list(root.iterdir()) == []


def test_installed_twice_and_uninstalled(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "install", "--host", "vscode", "--yes") == 0
    assert (root / ".vscode/mcp.json").is_file()
    capsys.readouterr()
    assert run(root, "install", "--host", "vscode", "--yes") == 0
    assert "nothing to do" in capsys.readouterr().out
    assert run(root, "uninstall", "--host", "vscode", "--yes") == 0
    assert list(root.iterdir()) == []
    assert run(root, "uninstall", "--host", "vscode") == 0


def test_user_scope_leaves_the_repository_alone(root: Path) -> None:
    assert run(root, "install", "--host", "claude", "--user", "--yes") == 0
    assert list(root.iterdir()) == []
    assert (root.parent / "home/.claude.json").is_file()


def test_a_broken_file_is_named_with_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / ".mcp.json").write_text('{\n  "mcpServers": {,}\n}\n')
    assert run(root, "install", "--host", "claude", "--yes") == 2
    assert ".mcp.json:2: not JSON: " in capsys.readouterr().err
    assert [path.name for path in root.iterdir()] == [".mcp.json"]


def test_an_unknown_host_is_refused_with_the_known_ones(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "install", "--host", "emacs") == 2
    assert "claude, codex, cursor, opencode, vscode" in capsys.readouterr().err


def test_a_program_reads_what_would_be_done_and_what_was(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "install", "--host", "vscode", "--json") == 0
    planned = json.loads(capsys.readouterr().out)
    assert planned["written"] is False
    assert {each["action"] for each in planned["files"]} == {"create"}
    assert list(root.iterdir()) == []
    assert run(root, "install", "--host", "vscode", "--json", "--yes") == 0
    assert json.loads(capsys.readouterr().out)["written"] is True
    assert (root / ".vscode/mcp.json").is_file()
    assert run(root, "install", "--host", "vscode", "--json", "--yes") == 0
    assert json.loads(capsys.readouterr().out)["files"] == []
    assert run(root, "uninstall", "--host", "vscode", "--json", "--yes") == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["action"] == "delete"
    assert list(root.iterdir()) == []
