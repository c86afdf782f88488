"""A user's own MCP servers: what they answer is heard, and one that dies, hangs or floods ends no run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_agent.values.agent import Server
from backend_agent.values.errors import ToolFailed
from backend_agent.world.mcp_client import McpClient, ServerAnswer

SCRIPT = Path(__file__).with_name("bad_mcp_server.py")


def server(folder: Path, name: str = "bad") -> Server:
    counted = str(folder / "counted")
    return Server(
        name=name,
        command=sys.executable,
        args=(str(SCRIPT), counted),
        environment=(("SHOP", "open"),),
    )


@pytest.fixture
def client(tmp_path: Path) -> Iterator[McpClient]:
    with McpClient((server(tmp_path),), log=tmp_path / "servers.log", limit=3.0) as client:
        yield client


def call(client: McpClient, name: str, text: str = "") -> ServerAnswer:
    (tool,) = [each for each in client.list_tools() if each.name == name]
    return client.call(tool, {"text": text})


def test_tools_of_every_page_are_listed_and_asked_with_the_server_s_own_settings(
    client: McpClient,
) -> None:
    assert len(client.list_tools()) == 9
    assert call(client, "echo", "hello") == ServerAnswer(text="hello open", is_error=False)


def test_an_error_of_a_tool_is_an_answer_that_is_an_error(client: McpClient) -> None:
    assert call(client, "refuse") == ServerAnswer(text="no such order", is_error=True)


def test_what_is_no_text_is_named(client: McpClient) -> None:
    assert call(client, "picture").text == "(image)"


def test_a_server_that_dies_is_told_at_once_and_again(client: McpClient) -> None:
    first, again = call(client, "die"), call(client, "echo")
    assert first.is_error
    assert again.is_error
    assert "server bad" in again.text


def test_a_server_that_hangs_is_given_up_and_says_how_long_it_was_waited_for(
    client: McpClient,
) -> None:
    answer = call(client, "hang")
    assert answer.is_error
    assert "no answer within 3 s" in answer.text


def test_a_flood_is_an_answer_and_what_is_no_message_is_passed_over(
    client: McpClient, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert len(call(client, "flood").text) == 5_000_000
    assert call(client, "garbage").text == "after the garbage"
    assert "words on stderr" in (tmp_path / "servers.log").read_text()
    assert "words on stderr" not in capfd.readouterr().err


def test_two_servers_are_told_apart(tmp_path: Path) -> None:
    both = (server(tmp_path, "one"), server(tmp_path, "two"))
    with McpClient(both, log=tmp_path / "log", limit=3.0) as client:
        named = [tool for tool in client.list_tools() if tool.name == "die"]
        assert [tool.server for tool in named] == ["one", "two"]
        assert client.call(named[0], {}).is_error
        (other,) = [t for t in client.list_tools() if (t.server, t.name) == ("two", "echo")]
        assert client.call(other, {"text": "still"}).text == "still open"


@pytest.mark.parametrize(
    "broken",
    [
        Server(name="gone", command="no-such-program-here"),
        Server(name="gone", command=sys.executable, args=("-c", "print('hello')")),
        Server(name="gone", url="http://127.0.0.1:1/mcp"),
    ],
    ids=["no program", "no server", "no address"],
)
def test_a_server_that_cannot_be_started_is_named(broken: Server, tmp_path: Path) -> None:
    with (
        pytest.raises(ToolFailed, match="MCP server gone"),
        McpClient((broken,), log=tmp_path / "log", limit=3.0),
    ):
        pytest.fail("it was started")


def test_our_own_server_is_one_like_any_other(tmp_path: Path) -> None:
    ours = Server(name="ours", command=sys.executable, args=("-m", "backend_agent", "mcp"))
    with McpClient((ours,), log=tmp_path / "log", limit=60.0) as client:
        assert "technology_advice" in [tool.name for tool in client.list_tools()]
        (advice,) = [t for t in client.list_tools() if t.name == "technology_advice"]
        answer = client.call(advice, {"name": "fastapi"})
    assert not answer.is_error, answer.text
    assert "fastapi" in answer.text.lower()
