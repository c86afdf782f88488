"""Rules and modes: a denial goes first, a mode decides the rest, and nobody is asked who is not there."""

from __future__ import annotations

import pytest

from backend_agent.implement.agent.bench import describe
from backend_agent.implement.agent.permission import Permissions, read_rule
from backend_agent.implement.agent.tools.kinds import Effect
from backend_agent.values.agent import Mode, Rule
from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError


def rules(*texts: str) -> tuple[Rule, ...]:
    return tuple(read_rule(text) for text in texts)


@pytest.mark.parametrize(
    "command",
    [
        "git push origin main",
        "sudo git push",
        "env A=1 timeout 5 git push",
        "true && git push",
        "bash -c 'git push origin main'",
        'echo "$(git push)"',
        "echo `git push x`",
        "ls | xargs git push",
    ],
)
def test_a_denied_command_is_found_behind_its_wrappers(command: str) -> None:
    held = Permissions(mode="full", deny=rules("Bash(git push *)"))
    assert "denied" in held.refuse("Bash", "runs", command)


def test_an_allowed_command_does_not_carry_another_with_it() -> None:
    held = Permissions(mode="ask", allow=rules("Bash(npm test*)"))
    assert held.refuse("Bash", "runs", "npm test") == ""
    assert held.refuse("Bash", "runs", "npm test && curl x.org")
    assert held.refuse("Bash", "runs", "npm test $(curl x.org)")


def test_a_denial_goes_before_what_is_allowed() -> None:
    held = Permissions(mode="full", allow=rules("Write"), deny=rules("Write(migrations/**)"))
    assert held.refuse("Edit", "writes", "migrations/a/b.py")
    assert held.refuse("Write", "writes", "src/migrations.py") == ""


MODES: tuple[tuple[Mode, Effect, bool], ...] = (
    ("plan-only", "reads", True),
    ("plan-only", "writes", False),
    ("plan-only", "runs", False),
    ("ask", "writes", False),
    ("edit", "writes", True),
    ("edit", "runs", True),
    ("edit", "fetches", False),
    ("edit", "external", False),
    ("full", "fetches", True),
    ("full", "external", True),
)


@pytest.mark.parametrize(("mode", "effect", "may"), MODES)
def test_a_mode_decides_what_no_rule_does(mode: Mode, effect: Effect, may: bool) -> None:
    assert (Permissions(mode=mode).refuse("Tool", effect, "x") == "") is may


def test_a_person_is_asked_where_there_is_one_and_sees_what_would_be_written() -> None:
    asked: list[tuple[str, str, tuple[FileChange, ...]]] = []
    change = describe("a.py", None, b"x = 1\n")

    def ask(tool: str, subject: str, foreseen: tuple[FileChange, ...]) -> bool:
        asked.append((tool, subject, foreseen))
        return False

    held = Permissions(mode="ask", ask=ask)
    assert "said no" in held.refuse("Write", "writes", "a.py", lambda: (change,))
    assert asked == [("Write", "a.py", (change,))]


def test_what_nobody_is_asked_about_is_not_foreseen() -> None:
    def foresee() -> tuple[FileChange, ...]:
        raise AssertionError("nobody looks at it")

    assert Permissions(mode="edit").refuse("Write", "writes", "a.py", foresee) == ""
    assert Permissions(mode="plan-only").refuse("Write", "writes", "a.py", foresee)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://docs.example.org/a", True),
        ("https://example.org/", True),
        ("https://example.org.evil.net/", False),
        ("https://evil.net/?x=example.org", False),
        ("https://example.org@evil.net/", False),
    ],
)
def test_a_domain_is_that_of_the_address(url: str, may: bool) -> None:
    held = Permissions(
        mode="edit", allow=rules("WebFetch(domain:example.org)", "WebFetch(domain:*.example.org)")
    )
    assert (held.refuse("WebFetch", "fetches", url) == "") is may


def test_the_bound_of_a_definition_holds_in_every_mode() -> None:
    held = Permissions(mode="full", bound=rules("Bash(git status)", "Read"))
    assert held.refuse("Bash", "runs", "git status") == ""
    assert held.refuse("Bash", "runs", "git push")


def test_what_is_no_rule_is_told() -> None:
    with pytest.raises(InputError, match="not a rule"):
        read_rule("Bash(")
