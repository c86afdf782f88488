"""Where definitions are found, which of two is in force, and that nothing is left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.agents import check_definitions, find_definitions
from backend_agent.catalog import OUR_DATA
from backend_agent.values.errors import InputError
from tests.conftest import MakeRepository, write_files

BROKEN = "---\nname: a\ndescription: Use when: asked\n---\nx\n"


def agent(name: str, model: str = "sonnet") -> str:
    return f"---\nname: {name}\ndescription: D.\nmodel: {model}\n---\nDo it.\n"


def test_all_folders_are_read_and_the_nearer_definition_is_in_force(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo(
        {
            ".agents/agents/one.md": agent("one"),
            ".claude/agents/deep/er/two.md": agent("two", "opus"),
            ".codex/agents/three.md": agent("three"),
            ".codex/agents/again.md": agent("one", "haiku"),
            ".claude/agents/README.md": "# About\n",
            ".claude/agents/broken.md": BROKEN,
            ".agents/skills/x/SKILL.md": agent("a-skill"),
            ".claude/commands/run.md": agent("a-command"),
            "named.md": agent("four"),
        }
    )
    home = tmp_path / "home"
    write_files(
        home, {".claude/agents/two.md": agent("two", "haiku"), ".agents/5.md": agent("five")}
    )
    found = find_definitions(
        root, home=home, named=(root / "named.md",), package=OUR_DATA / "agents"
    )
    assert [(each.name, each.model, each.scope) for each in found.definitions] == [
        ("four", "sonnet", "file"),
        ("one", "sonnet", "project"),
        ("two", "opus", "project"),
        ("three", "sonnet", "project"),
        ("five", "sonnet", "user"),
        ("backend-agent", "sonnet", "package"),
    ]
    assert [each.path for each in found.shadowed] == [
        ".codex/agents/again.md",
        str(home / ".claude/agents/two.md"),
    ]
    assert [str(fault) for fault in found.faults] == [
        ".claude/agents/broken.md:3: not YAML: the value holds `: ` and is not quoted; put it in quotes"
    ]
    assert [note.path for note in found.documents] == [".claude/agents/README.md"]


def test_a_project_without_any_has_none(repo: MakeRepository, tmp_path: Path) -> None:
    found = find_definitions(repo({"a.txt": ""}), home=tmp_path / "nobody")
    assert (found.definitions, found.faults, found.documents) == ((), (), ())


def test_a_link_that_leads_nowhere_is_not_met_with_a_crash(repo: MakeRepository) -> None:
    root = repo({".claude/agents/a.md": agent("a")})
    (root / ".claude/agents/gone.md").symlink_to(root / "nowhere.md")
    assert [each.name for each in find_definitions(root).definitions] == ["a"]


def test_checking_counts_every_file_and_shadows_none(repo: MakeRepository) -> None:
    root = repo({"x/a.md": agent("same"), "y/a.md": agent("same"), "y/b.md": BROKEN, "z.md": "#"})
    found = check_definitions([root])
    assert (len(found.definitions), len(found.faults), len(found.documents)) == (2, 1, 1)


def test_a_file_that_was_named_and_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        check_definitions([tmp_path / "none.md"])
