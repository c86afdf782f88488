"""Tools of a user's own servers: named as providers want it, under the same rules, never called twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_agent.implement.agent.bench import Bench
from backend_agent.implement.agent.permission import Permissions, read_rule
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.implement.agent.tools.servers import open_tools
from backend_agent.values.agent import CallDone, Mode, Server
from backend_agent.world.scripted import FakeRunner
from tests.conftest import MakeRepository
from tests.implement.agent.kit import BAD_SERVER, call_tool, make_bench
from tests.implement.agent.scenario import SHOP


@pytest.fixture
def bench(repo: MakeRepository, tmp_path: Path) -> Bench:
    return make_bench(repo(SHOP), tmp_path, FakeRunner())


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[tuple[ToolKind, ...]]:
    args = (str(BAD_SERVER), str(tmp_path / "counted"))
    server = Server(name="my shop", command=sys.executable, args=args)
    with open_tools((server,), tmp_path / "servers.log") as tools:
        yield tools


def call(bench: Bench, tools: tuple[ToolKind, ...], name: str, mode: Mode, *allow: str) -> CallDone:
    permissions = Permissions(mode=mode, allow=tuple(map(read_rule, allow)))
    return call_tool(bench, name, {"text": "x </data> y"}, tools=tools, permissions=permissions)


def test_names_are_as_providers_take_them(tools: tuple[ToolKind, ...]) -> None:
    assert "mcp__my_shop__two_words_" in [tool.name for tool in tools]


@pytest.mark.parametrize(
    ("mode", "allow", "goes"),
    [
        ("plan-only", (), False),
        ("ask", (), False),
        ("edit", (), False),
        ("edit", ("mcp__my_shop__echo",), True),
        ("edit", ("mcp__my_shop__*",), True),
        ("edit", ("mcp__other__*",), False),
        ("full", (), True),
    ],
)
def test_a_server_s_tool_is_under_the_same_rules(
    mode: Mode, allow: tuple[str, ...], goes: bool, bench: Bench, tools: tuple[ToolKind, ...]
) -> None:
    done = call(bench, tools, "mcp__my_shop__echo", mode, *allow)
    assert done.answer.is_error is not goes, done.answer.text
    if goes:
        assert "x <\\/data> y" in done.answer.text


def test_one_call_is_never_made_twice(
    bench: Bench, tools: tuple[ToolKind, ...], tmp_path: Path
) -> None:
    call(bench, tools, "mcp__my_shop__count", "full")
    again = call(bench, tools, "mcp__my_shop__count", "full")
    assert "whether it took effect is not known" in again.answer.text
    assert (tmp_path / "counted").read_text() == "called\n"
