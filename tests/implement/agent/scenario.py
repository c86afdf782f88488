"""Scenarios as data: what a scripted model does, turn by turn, and what must come of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.live.scripted_api import ToolCall, Turn

FOLDER = Path(__file__).with_name("scenarios")
SHOP = {
    "requirements.txt": "pytest\n",
    "pytest.ini": "[pytest]\npythonpath = .\n",
    "shop/__init__.py": "",
    "shop/price.py": '"""Prices."""\n\n\ndef net(gross: int) -> int:\n    return gross\n',
    "tests/test_price.py": (
        "from shop.price import net\n\n\ndef test_net() -> None:\n    assert net(1) == 1\n"
    ),
    ".gitignore": "__pycache__/\n",
}
TASK = "Let prices be doubled"


def _edit(factor: int) -> ToolCall:
    return ToolCall(
        name="Edit",
        arguments={
            "file_path": "shop/price.py",
            "old_string": "    return gross\n",
            "new_string": "    return gross\n\n\n"
            f"def double(price: int) -> int:\n    return price * {factor}\n",
        },
    )


PLAYS: Mapping[str, ToolCall] = {
    "plan": ToolCall(
        name="propose_plan",
        arguments={
            "files": [
                {"path": "shop/price.py", "action": "modify", "purpose": "the function"},
                {"path": "tests/test_double.py", "action": "create", "purpose": "its test"},
            ],
            "steps": [],
        },
    ),
    "double": _edit(2),
    "half": _edit(1),
    "test": ToolCall(
        name="Write",
        arguments={
            "file_path": "tests/test_double.py",
            "content": "from shop.price import double\n\n\n"
            "def test_double() -> None:\n    assert double(2) == 4\n",
        },
    ),
    "finish": ToolCall(name="finish", arguments={"outcome": "done", "summary": "Prices double."}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One turn of the script. `heard` must be in what the model was told last, `unheard` never in
    anything it was told so far, `heard_system` in what it was told first."""

    turn: Turn
    forever: bool = False
    heard: str = ""
    unheard: str = ""
    heard_system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """`exit` of the command; `verdict` and a part of the `headline` of its report; `error` and a part
    of its `message` where it ends without one; `changed` are the delivered paths; `lines` of a
    delivered file; `asked` counts requests to the model; `unsaid` is in no report."""

    exit: int
    verdict: str = ""
    not_verdict: str = ""
    headline: str = ""
    error: str = ""
    message: str = ""
    changed: tuple[str, ...] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    asked: int | None = None
    asked_at_most: int = 0
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    name: str
    topic: str
    beats: tuple[Beat, ...]
    expect: Expectation
    wire: str = "anthropic"
    args: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    key: bool = True
    llm: bool = True


def read_scenarios(words: Mapping[str, str] | None = None) -> tuple[Scenario, ...]:
    """All of them; `{word}` is replaced in every text."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for word, value in (words or {}).items():
            text = text.replace(f"{{{word}}}", value)
        found += [_read(plain, path.stem) for plain in tomllib.loads(text)["scenario"]]
    return tuple(found)


def _read(plain: dict[str, Any], topic: str) -> Scenario:
    turns, expect = plain.pop("turns"), plain.pop("expect")
    for key in ("changed", "unsaid"):
        if key in expect:
            expect[key] = tuple(expect[key])
    plain["args"] = tuple(plain.get("args", ()))
    beats = tuple(map(_read_beat, turns))
    return Scenario(topic=topic, beats=beats, expect=Expectation(**expect), **plain)


def _read_call(plain: dict[str, Any]) -> ToolCall:
    if "play" in plain:
        return PLAYS[plain.pop("play")]
    return ToolCall(
        name=plain.pop("call"), arguments=plain.pop("with", {}), raw=plain.pop("raw", "")
    )


def _read_beat(plain: dict[str, Any]) -> Beat:
    told = {
        key: plain.pop(key)
        for key in ("forever", "heard", "unheard", "heard_system")
        if key in plain
    }
    calls = [PLAYS[name] for name in plain.pop("plays", ())]
    calls += [_read_call(each) for each in plain.pop("calls", ())]
    if "play" in plain or "call" in plain:
        calls.append(_read_call(plain))
    text = plain.pop("say", "")
    return Beat(turn=Turn(text=text, calls=tuple(calls), **plain), **told)
