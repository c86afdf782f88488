"""What hosts say and what they are answered, as their documentation shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.gate import GateAnswer
from backend_agent.gate.annotations import render_annotations
from backend_agent.gate.hooks import read_call, word_answer
from backend_agent.gate.sarif import render_sarif
from backend_agent.values.errors import InputError
from backend_agent.values.host import HookFormat, HostFormat
from tests.gate.deliveries import PASSED, deliver, fail

HOOKS = {
    document.name: document.value.hook
    for document in load_catalog().documents(HostFormat)
    if document.value.hook
}
# As recorded (claude) or as the host's documentation shows it.
CALLS = {
    "claude": {
        "session_id": "abc",
        "transcript_path": "/h/.claude/projects/p/abc.jsonl",
        "cwd": "/srv/shop",
        "permission_mode": "default",
        "hook_event_name": "Stop",
        "stop_hook_active": True,
        "last_assistant_message": "All tests pass.",
    },
    "codex": {
        "session_id": "abc",
        "turn_id": "t",
        "cwd": "/srv/shop",
        "hook_event_name": "Stop",
        "stop_hook_active": True,
        "last_assistant_message": "all set",
    },
    "cursor": {
        "conversation_id": "abc",
        "generation_id": "g",
        "hook_event_name": "stop",
        "workspace_roots": ["/srv/shop"],
        "status": "completed",
        "loop_count": 1,
    },
    "vscode": {
        "timestamp": "2026-02-09T10:30:00.000Z",
        "cwd": "/srv/shop",
        "sessionId": "abc",
        "hookEventName": "Stop",
        "stop_hook_active": True,
    },
}
REFUSALS = {
    "claude": ("decision", "reason"),
    "codex": ("decision", "reason"),
    "cursor": ("followup_message",),
    "vscode": ("hookSpecificOutput",),
}
RED = GateAnswer(state="red", verdict="unverified", headline="unverified: 1 of 3 tests failed")


def test_every_host_with_a_hook_is_proved() -> None:
    assert set(HOOKS) == set(CALLS) == set(REFUSALS)


@pytest.mark.parametrize("host", sorted(HOOKS))
def test_a_call_is_understood(host: str) -> None:
    call = read_call(json.dumps(CALLS[host]), HOOKS[host])
    assert (call.session, call.folder, call.prolonged) == ("abc", "/srv/shop", True)


@pytest.mark.parametrize("host", sorted(HOOKS))
def test_red_sends_the_agent_back_with_the_first_useful_lines(host: str) -> None:
    told = 'tests/test_a.py:7: assert "a" == {b}\n  log: x'
    out, err = word_answer(RED, HOOKS[host], told)
    answer = json.loads(out)
    assert set(answer) == set(REFUSALS[host])
    flat = answer.get("hookSpecificOutput", answer)
    assert told in flat.get("reason", flat.get("followup_message"))
    assert flat.get("decision", "block") == "block"
    assert err == ""


@pytest.mark.parametrize("host", sorted(HOOKS))
def test_verified_says_nothing_and_less_is_told_to_the_person(host: str) -> None:
    green = GateAnswer(state="green", verdict="verified", headline="verified: 3 tests passed")
    assert word_answer(green, HOOKS[host], "") == ("", "")
    partly = GateAnswer(
        state="green", verdict="partially verified", headline="partially verified: x"
    )
    through = GateAnswer(
        state="let through", verdict="unverified", headline="unverified: y", times=3
    )
    for answer, word in (
        (partly, "partially verified: x"),
        (through, "UNVERIFIED, let through after 3"),
    ):
        out, err = word_answer(answer, HOOKS[host], "")
        assert word in err
        assert "block" not in out
        assert not HOOKS[host].tell or word in json.loads(out)["systemMessage"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"session_id": 3}'])
def test_what_no_host_says_is_told(text: str) -> None:
    hook: HookFormat = HOOKS["claude"]
    with pytest.raises(InputError, match="stdin: "):
        read_call(text, hook)


def test_annotations_stand_at_their_lines_and_cannot_be_broken_out_of() -> None:
    lines = render_annotations(
        deliver(
            "unverified", PASSED, fail("100%\n::warning::x", path="a,b:c.py"), fail(check="lint")
        )
    )
    assert lines == (
        "::error file=a%2Cb%3Ac.py,line=7,title=test::100%25%0A::warning::x",
        "::error title=lint::0 failed",
    )
    many = render_annotations(deliver("unverified", fail(*(f"m{n}" for n in range(60)))))
    assert len(many) == 51
    assert "10 more" in many[-1]


def test_the_self_review_is_sarif() -> None:
    delivery = deliver("unverified", fail("no timeout", check="review", path="a.py"), fail("x"))
    (run,) = json.loads(render_sarif(delivery))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "review"
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("a.py", 7)
    assert json.loads(render_sarif(deliver("verified", PASSED)))["runs"][0]["results"] == []


def test_no_folder_is_named_that_is_not_said() -> None:
    assert read_call('{"session_id": "a"}', HOOKS["claude"]).folder == ""
    assert (
        Path(read_call('{"conversation_id": "a", "workspace_roots": []}', HOOKS["cursor"]).folder)
        == Path()
    )
