"""Each step that changed a file is a place to go back to: exactly, forward again, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from backend_agent.cli.door import main
from backend_agent.durable.checkpoints import Checkpoints, lead_back
from backend_agent.durable.port import run_at_once
from backend_agent.values.agent import CallDone
from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.conversation import ToolAnswer
from backend_agent.values.errors import InputError
from tests.conftest import MakeRepository
from tests.implement.agent.scenario import PLAYS, SHOP, TASK
from tests.live.scripted_api import Command, ToolCall, Turn, serve_script


def change(path: str, before: bytes | None, after: bytes | None) -> FileChange:
    return FileChange(path=path, before=before, after=after)


def called(*changed: FileChange) -> CallDone:
    return CallDone(answer=ToolAnswer(id="1", name="Edit", text=""), changed=changed)


def kept_at(folder: Path, steps: Mapping[str, object], at: str) -> dict[str, tuple[object, object]]:
    checkpoints = Checkpoints(folder)
    step = checkpoints.watch_steps(run_at_once)
    for name, value in steps.items():
        step(name, lambda value=value: (value, None))  # type: ignore[misc]
    changes = checkpoints.changes_at(at).changes
    return {each.path: (each.before, each.after) for each in changes}


STEPS: dict[str, object] = {
    "plan: plan": ChangeSet(changes=(change("z", None, b"never"),)),
    "implement: Edit #3": called(change("a", b"1", b"2")),
    "implement: Bash #5": called(change("a", b"2", b"3"), change("b", None, b"\x00new")),
    "implement: Read #7": called(),
    "implement: Bash #9": called(change("b", b"\x00new", None), change("c", b"c", None)),
    "implement: Tidy": ChangeSet(changes=(change("a", b"1", b"tidy"),)),
}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("Edit #3", {"a": (b"1", b"2")}),
        ("#5", {"a": (b"1", b"3"), "b": (None, b"\x00new")}),
        ("Bash #9", {"a": (b"1", b"3"), "b": (None, None), "c": (b"c", None)}),
        ("Tidy", {"a": (b"1", b"tidy")}),
    ],
)
def test_the_tree_after_a_step_is_known(
    at: str, expected: dict[str, tuple[object, object]], tmp_path: Path
) -> None:
    assert kept_at(tmp_path, STEPS, at) == expected


@pytest.mark.parametrize("unknown", ["Read #7", "plan", "Edit #4", "#1"])
def test_a_step_that_changed_nothing_is_no_place_to_go_back_to(
    unknown: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as told:
        kept_at(tmp_path, STEPS, unknown)
    assert "Edit #3, Bash #5, Bash #9, Tidy" in told.value.hint


def test_a_step_that_ran_twice_counts_once(tmp_path: Path) -> None:
    kept_at(tmp_path, STEPS, "#3")
    with (tmp_path / "checkpoints.jsonl").open("a") as file:
        file.write('{"step": "cut sho')
    again = {"implement: Tidy": ChangeSet(changes=(change("a", b"1", b"tidier"),))}
    assert kept_at(tmp_path, again, "Tidy") == {"a": (b"1", b"tidier")}


def test_the_way_between_two_states_touches_what_differs_and_nothing_else() -> None:
    delivered = ChangeSet(changes=(change("a", b"1", b"3"), change("new", None, b"n")))
    wanted = ChangeSet(changes=(change("a", b"1", b"2"), change("gone", b"g", None)))
    way = lead_back(delivered, wanted).changes
    assert [(each.path, each.before, each.after) for each in way] == [
        ("a", b"3", b"2"),
        ("gone", b"g", None),
        ("new", b"n", None),
    ]
    assert lead_back(delivered, delivered).changes == ()


AMEND = ToolCall(name="amend_plan", arguments={"path": "notes.txt", "reason": "notes"})
BASH = Command("printf 'one\\n' > notes.txt")
WORK = (PLAYS["plan"], AMEND, PLAYS["double"], BASH, PLAYS["test"], PLAYS["finish"])


@pytest.mark.live
@pytest.mark.needs("git", "uv")
def test_an_applied_change_is_taken_back_to_any_step_without_git(
    repo: MakeRepository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path / "home"))
    root = repo({**SHOP, "requirements.txt": ""}, git=False)

    def tree() -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def script(told: str) -> Turn | Command:
        call = WORK[told.count('"tool_result"')]
        return call if isinstance(call, Command) else Turn(calls=(call,))

    def undo(*words: str) -> int:
        return main(["runs", "undo", "last", *words])

    before = tree()
    with serve_script(script) as (address, _):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        assert main(["-C", str(root), "run", TASK, *llm]) in (0, 1)
    assert main(["runs", "apply", "last", "--unverified"]) == 0
    after = tree()
    assert set(after) - set(before) == {"notes.txt", "tests/test_double.py"}

    capsys.readouterr()
    assert main(["runs", "steps", "last"]) == 0
    assert "Bash #8: notes.txt" in capsys.readouterr().out
    assert undo("--to", "Edit #6") == 0
    edited = {**before, "shop/price.py": after["shop/price.py"]}
    assert tree() == edited
    assert undo("--to", "Bash #8") == 0
    assert tree() == {**edited, "notes.txt": b"one\n"}

    (root / "shop/price.py").write_bytes(b"# mine\n")
    (root / "notes.txt").write_bytes(b"mine\n")
    mine = tree()
    assert undo("--to", "Write #10") == 0
    assert undo("--to", "Edit #6") == 1
    assert "notes.txt" in capsys.readouterr().out
    assert tree() == {**mine, "tests/test_double.py": after["tests/test_double.py"]}
    (root / "shop/price.py").write_bytes(after["shop/price.py"])
    (root / "notes.txt").write_bytes(b"one\n")
    assert undo() == 0
    assert tree() == before
