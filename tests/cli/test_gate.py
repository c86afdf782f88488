"""The gate's command: its hooks never hold up an agent by a fault of ours, and say what they could not do."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from backend_agent.cli import main
from tests.conftest import MakeRepository


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def hook(monkeypatch: pytest.MonkeyPatch, root: Path, event: str, said: object) -> int:
    text = said if isinstance(said, str) else json.dumps(said)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["-C", str(root), "verify", "--gate", "--hook", event])


def test_a_stop_without_a_change_is_let_go_in_silence(
    repo: MakeRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repo({"a.py": ""})
    assert hook(monkeypatch, root, "claude-stop", {"session_id": "s", "cwd": str(root)}) == 0
    assert capsys.readouterr() == ("", "")


def test_the_folder_that_the_host_names_is_judged(
    repo: MakeRepository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repo({"a.py": ""})
    monkeypatch.chdir(root.parent)
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"session_id": "s", "cwd": str(root)})))
    assert main(["verify", "--gate", "--hook", "codex-stop"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("said", ["", "{", "[]", {"cwd": "/nowhere"}])
def test_what_is_no_hook_call_goes_through_and_is_told(
    repo: MakeRepository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    said: object,
) -> None:
    assert hook(monkeypatch, repo({"a.py": ""}), "claude-stop", said) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["systemMessage"].startswith("backend-agent: not judged: stdin: ")
    assert "not judged" in err


def test_a_folder_that_cannot_be_judged_goes_through_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert hook(monkeypatch, tmp_path / "empty", "cursor-stop", {"conversation_id": "s"}) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "there is no file in it" in err
    assert hook(monkeypatch, tmp_path / "gone", "claude-start", {"session_id": "s"}) == 0
    assert capsys.readouterr() == ("", "")


def test_a_session_remembers_where_it_began(
    repo: MakeRepository, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    root = repo({"a.py": ""})
    hook(monkeypatch, root, "claude-start", {"session_id": "s", "cwd": str(root)})
    (kept,) = home.rglob("sessions/*.json")
    begun = json.loads(kept.read_text())["begun"]
    assert len(begun) == 40
    # Resumed or cleared, it is the same session.
    (root / "b.py").write_text("")
    hook(monkeypatch, root, "claude-start", {"session_id": "s", "cwd": str(root)})
    assert json.loads(kept.read_text())["begun"] == begun


@pytest.mark.parametrize("name", ["claude", "claude-later", "emacs-stop", "opencode-stop"])
def test_an_unknown_hook_is_refused_with_the_known_ones(
    repo: MakeRepository,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    assert hook(monkeypatch, repo({"a.py": ""}), name, {}) == 2
    assert "claude-stop, codex-stop, cursor-stop, vscode-stop" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option", [["--fresh"], ["--github"], ["--hook", "claude-stop"], ["--deadline", "9"]]
)
def test_options_of_the_gate_need_the_gate(
    repo: MakeRepository, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert main(["-C", str(repo({"a.py": ""})), "verify", *option]) == 2
    assert "need --gate" in capsys.readouterr().err


def test_json_of_a_tree_that_did_not_change_has_the_same_fields(
    repo: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(repo({"a.py": ""})), "verify", "--gate", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"verdict", "headline", "failures", "not_run"} <= set(found)
