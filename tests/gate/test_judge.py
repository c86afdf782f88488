"""The gate: kept answers, refusals that end, and commits that hide nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.gate import GateAnswer, GateRequest, judge_gate
from backend_agent.gate.judge import begin_session
from backend_agent.values.run import RunOptions
from backend_agent.world.clock import FixedClock
from tests.conftest import MakeRepository, run_git
from tests.gate.deliveries import LATE, PASSED, Judge, deliver, fail

GREEN = deliver("verified", PASSED)
RED = deliver("unverified", fail("assert 4 == 5"))


@pytest.fixture
def changed(repo: MakeRepository) -> Path:
    """A repository with one uncommitted change."""
    root = repo({"a.py": "A = 1\n", ".gitignore": "ignored\n"})
    (root / "a.py").write_text("A = 2\n")
    return root


def ask(
    root: Path,
    judge: Judge,
    *,
    session: str = "",
    prolonged: bool = False,
    fresh: bool = False,
    strict: bool = False,
    options: RunOptions | None = None,
) -> GateAnswer:
    request = GateRequest(
        path=root,
        options=options or RunOptions(),
        session=session,
        prolonged=prolonged,
        fresh=fresh,
        strict=strict,
    )
    return judge_gate(request, judge, root.parent / "caches", FixedClock())


def test_nothing_changed_is_green_without_a_run(repo: MakeRepository) -> None:
    judge = Judge(RED)
    answer = ask(repo({"a.py": ""}), judge)
    assert (answer.state, judge.asked) == ("green", [])
    assert answer.headline.startswith("nothing differs from ")


def test_an_unchanged_tree_is_answered_from_what_is_kept(changed: Path) -> None:
    judge = Judge(GREEN)
    assert ask(changed, judge).kept_since == ""
    again = ask(changed, judge)
    assert (again.state, again.headline) == ("green", GREEN.headline)
    assert again.kept_since == "2025-01-01T00:00:00Z"
    assert len(judge.asked) == 1
    ask(changed, judge, fresh=True)
    assert len(judge.asked) == 2


@pytest.mark.parametrize(
    "change", ["content", "mode", "new file", "deleted", "settings", "commit", "env file"]
)
def test_whatever_the_judgement_depends_on_makes_it_run_again(changed: Path, change: str) -> None:
    judge, options = Judge(GREEN), RunOptions()
    settings = changed.parent / "settings.env"
    settings.write_text("A=1")
    if change == "env file":
        options = replace(options, env_file=str(settings))
    ask(changed, judge, options=options)
    if change == "content":
        (changed / "a.py").write_text("A = 3\n")
    elif change == "mode":
        (changed / "a.py").chmod(0o755)
    elif change == "new file":
        (changed / "b.py").write_text("")
    elif change == "deleted":
        (changed / "a.py").unlink()
    elif change == "settings":
        options = replace(options, component="services/a")
    elif change == "env file":
        settings.write_text("A=2")
    else:
        run_git(changed, "commit", "-q", "-m", "other", "--allow-empty")
    ask(changed, judge, options=options)
    assert len(judge.asked) == 2


def test_ignored_files_and_red_answers_keep_nothing_up(changed: Path) -> None:
    judge = Judge(RED, GREEN)
    assert ask(changed, judge).state == "red"
    assert ask(changed, judge).state == "green"
    (changed / "ignored").write_text("x")
    assert ask(changed, judge).kept_since
    assert len(judge.asked) == 2


def test_an_answer_that_ran_out_of_time_is_not_kept(changed: Path) -> None:
    judge = Judge(deliver("partially verified", PASSED, LATE))
    assert ask(changed, judge).state == "green"
    ask(changed, judge)
    assert len(judge.asked) == 2


def test_partially_verified_is_red_only_when_strict(changed: Path) -> None:
    judge = Judge(deliver("partially verified", PASSED, replace(LATE, reason="no engine")))
    assert ask(changed, judge).state == "green"
    assert ask(changed, judge, strict=True).state == "red"


def test_the_same_reason_is_refused_three_times_and_then_let_through(changed: Path) -> None:
    judge = Judge(RED)
    states = [ask(changed, judge, session="s", prolonged=turn > 0).state for turn in range(5)]
    assert states == ["red", "red", "red", "let through", "let through"]
    assert ask(changed, judge, session="s", prolonged=True).times == 3
    assert ask(changed, judge, session="other").state == "red"


def test_moved_lines_are_the_same_reason_and_another_failure_is_not(changed: Path) -> None:
    moved = fail("assert 4 == 5")
    moved = replace(moved, findings=tuple(replace(each, line=99) for each in moved.findings))
    judge = Judge(
        RED, deliver("unverified", moved), RED, deliver("unverified", fail("no such table")), RED
    )
    states = [ask(changed, judge, session="s", prolonged=True).state for _ in range(5)]
    assert states == ["red", "red", "red", "red", "let through"]


def test_refusals_for_ever_new_reasons_end_too(changed: Path) -> None:
    judge = Judge(*(deliver("unverified", fail(f"fault {letter}")) for letter in "abcdefghijklm"))
    states = [ask(changed, judge, session="s", prolonged=turn > 0).state for turn in range(12)]
    assert states == ["red"] * 10 + ["let through"] * 2
    assert ask(changed, judge, session="s", prolonged=False).state == "red"


def test_an_agent_is_not_sent_back_for_what_it_cannot_repair(changed: Path) -> None:
    judge = Judge(deliver("unverified", replace(PASSED, status="skipped", reason="no network")))
    answer = ask(changed, judge, session="s")
    assert (answer.state, answer.verdict, answer.times) == ("let through", "unverified", 0)
    assert ask(changed, judge).state == "red"


def test_what_a_session_commits_to_the_default_branch_is_judged(changed: Path) -> None:
    begin_session(changed, "s", changed.parent / "caches")
    begun = run_git(changed, "rev-parse", "HEAD").strip()
    run_git(changed, "commit", "-q", "-a", "-m", "Hide it")
    judge = Judge(RED)
    assert ask(changed, judge, session="s").state == "red"
    assert judge.asked[0].base == begun
    # Nobody's session sees a clean tree on the default branch.
    assert ask(changed, judge).state == "green"


def test_a_damaged_memory_costs_only_time(changed: Path) -> None:
    judge = Judge(GREEN)
    ask(changed, judge)
    for path in (changed.parent / "caches").rglob("*.json"):
        path.write_text("{")
    assert ask(changed, judge).state == "green"
    assert len(judge.asked) == 2


def test_a_folder_without_git_is_judged_whole_and_kept_too(repo: MakeRepository) -> None:
    root, judge = repo({"a.py": "A = 1\n"}, git=False), Judge(GREEN)
    assert ask(root, judge).state == "green"
    assert ask(root, judge).kept_since
    (root / "a.py").write_text("A = 2\n")
    ask(root, judge)
    assert len(judge.asked) == 2


def test_from_a_folder_inside_the_whole_repository_counts(repo: MakeRepository) -> None:
    root = repo({"a/x.py": "", "b/y.py": "1\n"})
    (root / "b/y.py").write_text("2\n")
    judge = Judge(GREEN)
    assert ask(root / "a", judge).headline == GREEN.headline
