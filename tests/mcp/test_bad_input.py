"""What a client may send that is wrong: a clear error for each, and the server goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_git, write_files
from tests.implement.analogy.typescript_service import SERVICE
from tests.mcp.client import Client, connect

NOISY = """
import os, sys
from pathlib import Path
from dataclasses import replace
from backend_agent.mcp import Place, serve_stdio, tools
quiet = tools.BY_NAME["detect"]
def noisy(place, given, on_event):
    print("a stray print")
    os.write(1, b"a stray write\\n")
    os.system("echo a stray child")
    return quiet.call(place, given, on_event)
tools.BY_NAME["detect"] = replace(quiet, call=noisy)
serve_stdio(Place(root=Path(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A garden with a link that leads out of it."""
    folder = tmp_path_factory.mktemp("place") / "garden"
    write_files(folder, SERVICE)
    run_git(folder, "init", "-q", "-b", "main")
    run_git(folder, "add", "-A")
    run_git(folder, "commit", "-q", "-m", "First")
    (folder.parent / "other").mkdir()
    (folder / "link").symlink_to(folder.parent / "other")
    return folder


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Client]:
    """One server for all that is wrong: none of it may end it."""
    home = str(root.parent / "home")
    with connect(root, {"PATH": os.environ["PATH"], "BACKEND_AGENT_HOME": home}) as opened:
        yield opened


@pytest.fixture
def client(server: Client) -> Iterator[Client]:
    yield server
    assert server.call("standards", ids=["WF-01"])["rows"], "the server did not go on"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("this is not JSON", -32700),
        ('{"jsonrpc": "2.0", "id": 1, "method"', -32700),
        ("[]", -32600),
        ('{"jsonrpc": "1.0", "id": 1, "method": "ping"}', -32600),
        ('{"hello": "world"}', -32600),
    ],
)
def test_a_line_that_is_no_message_is_answered_with_the_error_of_json_rpc(
    client: Client, line: str, code: int
) -> None:
    client.send(line)
    answer = client.receive()
    assert (answer["id"], answer["error"]["code"]) == (None, code)


def test_bytes_that_are_no_text_are_answered_too(client: Client) -> None:
    assert client.process.stdin is not None
    os.write(client.process.stdin.fileno(), b"\xff\xfe\x00{\n")
    assert client.receive()["error"]["code"] == -32700


def test_an_unknown_method_tool_resource_or_prompt_is_named_with_what_there_is(
    client: Client,
) -> None:
    assert client.request("no/such")["error"]["code"] == -32601
    tool = client.request("tools/call", name="add_teapot", arguments={})["error"]
    assert tool["code"] == -32602
    assert "'add_teapot'" in tool["message"]
    assert "add_resource" in tool["message"]
    resource = client.request("resources/read", uri="backend-agent://nothing")["error"]["message"]
    assert "backend-agent://stack" in resource
    prompt = client.request("prompts/get", name="deploy")["error"]["message"]
    assert "verify" in prompt


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("detect", {"path": 7}, "path: Input should be a valid string"),
        ("similar_files", {"limit": "3"}, "limit: Input should be a valid integer"),
        ("add_resource", {"name": "order"}, "fields: Field required"),
        ("add_resource", {"name": "order", "fields": ["total:decimal", 5]}, "fields.1"),
        ("add_resource", {"name": "order", "fields": ["total:colour"]}, "colour"),
        ("detect", {"paht": "src"}, "unknown argument: paht\n→ known are: path"),
        ("technology_advice", {"name": "fast-api-x"}, "no such technology"),
        ("standards", {"area": "Poetry"}, "no standard fits\n→ areas: "),
        ("similar_files", {"resource": "moon"}, "there are: "),
        ("show_run", {}, "no such run here"),
        ("review", {"base": "no-such-branch"}, "no-such-branch"),
    ],
)
def test_wrong_arguments_are_named_with_what_is_right(
    client: Client, tool: str, arguments: dict[str, object], told: str
) -> None:
    text = client.refuse(tool, **arguments)
    assert text.startswith("error: ")
    assert told in text


@pytest.mark.parametrize("tool", ["detect", "plan", "review", "verify", "add_resource"])
@pytest.mark.parametrize("path", ["..", "/", "link", "src/../../other"])
def test_no_tool_leaves_the_folder_the_server_was_started_for(
    client: Client, root: Path, tool: str, path: str
) -> None:
    needed: dict[str, dict[str, object]] = {
        "plan": {"task": "x"},
        "add_resource": {"name": "order", "fields": ["total:int"]},
    }
    text = client.refuse(tool, path=path, **needed.get(tool, {}))
    assert f"outside of {root}" in text


def test_a_folder_that_is_not_there_is_told(client: Client) -> None:
    assert "no such folder" in client.refuse("detect", path="services/none")


def test_what_is_printed_on_the_way_never_reaches_the_client(
    garden: Path, bare: dict[str, str]
) -> None:
    with connect(garden, bare, argv=(sys.executable, "-c", NOISY, str(garden))) as client:
        assert client.call("detect")["components"]
        assert client.close() == 0
        assert client.process.stdout is not None
        assert client.process.stdout.read() == ""


def test_without_the_extra_the_error_says_what_to_install(root: Path) -> None:
    code = (
        "import sys; sys.modules['mcp'] = None; from backend_agent.cli import main;"
        " sys.exit(main(['mcp']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'backend-agent[mcp]'" in done.stderr
