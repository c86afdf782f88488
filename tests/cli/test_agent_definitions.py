"""`agent list|check|show` and `detect --markdown`, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend_agent.cli import main
from tests.conftest import MakeRepository
from tests.implement.analogy.typescript_service import SERVICE

GOOD = "---\nname: good\ndescription: Helps.\ncolor: magenta\n---\nSay that all tests pass.\n"
BROKEN = "---\nname: bad\ndescription: Use when: asked\n---\nx\n"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path / "home"))


def test_a_broken_file_is_shown_with_its_line_and_ends_with_1(
    repo: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repo({".claude/agents/good.md": GOOD, ".claude/agents/bad.md": BROKEN})
    assert main(["-C", str(root), "agent", "list"]) == 1
    out = capsys.readouterr().out
    assert "broken: .claude/agents/bad.md:3: not YAML" in out
    assert "note: .claude/agents/good.md:4: `color: magenta`" in out
    assert "2 definitions, 1 broken, 0 documents" in out
    assert main(["agent", "check", str(root / ".claude/agents/good.md")]) == 0


def test_json_holds_the_fields_and_no_prose(
    repo: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repo({".agents/good.md": GOOD})
    assert main(["-C", str(root), "agent", "list", "--json"]) == 0
    out = capsys.readouterr().out
    names = [each["name"] for each in json.loads(out)["definitions"]]
    assert names == ["good", "backend-agent"]
    assert "all tests pass" not in out


def test_a_named_file_goes_before_all_others(
    repo: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repo({"mine.md": GOOD.replace("good", "backend-agent")})
    named = str(root / "mine.md")
    assert main(["-C", str(root), "agent", "list", "--agent", named, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["scope"] for each in found["definitions"]] == ["file"]
    assert [each["scope"] for each in found["shadowed"]] == ["package"]


def test_show_prints_a_definition_that_check_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agent", "show"]) == 0
    (tmp_path / "own.md").write_text(capsys.readouterr().out)
    assert main(["agent", "check", str(tmp_path / "own.md")]) == 0


def test_detect_writes_its_brief_once_and_prints_it_without_a_file(
    repo: MakeRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repo(SERVICE)
    assert main(["-C", str(root), "detect", "--markdown"]) == 0
    brief = capsys.readouterr().out
    assert not (root / "AGENTS.md").exists()
    arguments = ["-C", str(root), "detect", "--markdown", "--write", "AGENTS.md"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("wrote ")
    assert brief.rstrip() in (root / "AGENTS.md").read_text()
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("nothing to change in ")


def test_options_that_do_not_go_together_are_wrong_input(repo: MakeRepository) -> None:
    root = str(repo(SERVICE))
    assert main(["-C", root, "detect", "--write", "AGENTS.md"]) == 2
    assert main(["-C", root, "detect", "--markdown", "--json"]) == 2
