"""Every error becomes one message and the documented exit code; every command shows an example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from backend_agent.cli.root import root
from tests.cli.conftest import Type
from tests.cli.shop import FILES, ORDER
from tests.conftest import MakeRepository


def commands(
    group: click.Group, prefix: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*prefix, name))
        else:
            yield (*prefix, name), command


@pytest.mark.parametrize(
    ("words", "command"),
    list(commands(root)),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_help_shows_an_example(words: tuple[str, ...], command: click.Command) -> None:
    shown = (command.help or "").partition("Example:")[2]
    assert "backend-agent" in shown
    assert words[0] in shown


def test_a_bug_of_ours_is_said_to_be_one(
    typed: Type, repo: MakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("backend_agent.ask.detect_repository", fail)
    answer = typed(repo(FILES), "detect")
    assert answer.exit_code == 3
    assert "this is a bug in backend-agent: ZeroDivisionError: boom" in answer.errors
    assert "your files are as they were" in answer.errors


def test_an_interruption_says_how_to_go_on(
    typed: Type, repo: MakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    folder = repo(FILES)
    with monkeypatch.context() as patched:
        patched.setattr("backend_agent.site.make_plan", stop)
        answer = typed(folder, *ORDER)
    assert answer.exit_code == 130
    assert "runs resume" in answer.errors
    listed = json.loads(typed(folder, "runs", "list", "--json").output)
    assert [run["state"] for run in listed] == ["interrupted"]


def test_wrong_options_are_the_user_s(typed: Type, tmp_path: Path) -> None:
    answer = typed(tmp_path, "detect", "--nope")
    assert answer.exit_code == 2
    assert "--nope" in answer.errors


def test_detect_answers_json_for_programs(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES), "detect", "--json")
    stack = json.loads(answer.output)
    assert answer.exit_code == 0
    assert stack["components"][0]["language"] == "python"


def test_the_one_screen_fits_a_terminal(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES))
    assert answer.exit_code == 0
    assert "FastAPI" in answer.output
    assert "next" in answer.output
    assert len(answer.output.splitlines()) <= 24


def test_completion_prints_what_a_shell_reads(typed: Type, tmp_path: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        answer = typed(tmp_path, "completion", shell)
        assert answer.exit_code == 0
        assert "_BACKEND_AGENT_COMPLETE" in answer.output
