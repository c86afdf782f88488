"""What a client is told there is: small enough for its context window, and true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend_agent.mcp.serve import describe_tool
from backend_agent.mcp.tools import BY_NAME, TOOLS, ToolKind
from backend_agent.world.schema import output_schema
from tests.mcp.client import Client, connect

MOST_TOKENS = 3000
CHARACTERS_PER_TOKEN = 4


def test_the_list_of_tools_takes_under_3000_tokens() -> None:
    written = json.dumps([describe_tool(tool) for tool in TOOLS], separators=(",", ":"))
    assert len(written) / CHARACTERS_PER_TOKEN < MOST_TOKENS


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_only_what_says_so_writes_the_users_files(tool: ToolKind) -> None:
    told = describe_tool(tool)["annotations"]
    assert told.get("destructiveHint", False) == (tool.name in ("apply_run", "undo_run"))
    assert told["readOnlyHint"] == (tool.effect == "reads")


def test_a_client_finds_tools_resources_and_the_five_phases(
    garden: Path, bare: dict[str, str]
) -> None:
    with connect(garden, bare) as client:
        listed = client.request("tools/list")["result"]["tools"]
        assert [tool["name"] for tool in listed] == list(BY_NAME)
        prompts = client.request("prompts/list")["result"]["prompts"]
        assert [prompt["name"] for prompt in prompts] == [
            "detect", "plan", "implement", "verify", "deliver",
        ]  # fmt: skip
        given = client.request("prompts/get", name="plan", arguments={"task": "add orders"})
        assert "The task: add orders" in given["result"]["messages"][0]["content"]["text"]
        resources = client.request("resources/list")["result"]["resources"]
        assert {each["uri"] for each in resources} == {
            "backend-agent://report/last",
            "backend-agent://stack",
        }
        stack = client.request("resources/read", uri="backend-agent://stack")["result"]
        assert "garden" in stack["contents"][0]["text"]


def test_every_answer_of_a_reading_tool_keeps_to_its_schema(
    garden: Path, bare: dict[str, str]
) -> None:
    calls: dict[str, dict[str, object]] = {
        "detect": {},
        "similar_files": {"resource": "plant"},
        "plan": {"task": "add resource order total:int"},
        "review": {},
        "standards": {"touches": "route"},
        "technology_advice": {"name": "hono"},
        "run_status": {},
    }
    with connect(garden, bare) as client:
        for name, arguments in calls.items():
            check_answer(client, name, arguments)


def check_answer(client: Client, name: str, arguments: dict[str, object]) -> dict[str, object]:
    jsonschema = pytest.importorskip("jsonschema")
    answer = client.call(name, **arguments)
    schema = output_schema(BY_NAME[name].gives)
    jsonschema.validate(answer, schema)
    assert set(answer) == set(schema["properties"])
    return answer
