"""The scenarios are well formed, and the stand-in speaks both wires as their own clients read them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.implement.agent.scenario import Scenario, read_scenarios
from tests.live.scripted_api import ToolCall, Turn, serve_script

SCENARIOS = read_scenarios({"home": "/home/ada", "sink": "http://127.0.0.1:1"})
ASKED: dict[str, object] = {"path": "a.py"}


def test_there_are_at_least_forty_under_names_of_their_own() -> None:
    names = {scenario.name for scenario in SCENARIOS}
    assert len(names) == len(SCENARIOS) >= 40


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)
def test_a_scenario_goes_on_forever_at_its_end_only(scenario: Scenario) -> None:
    assert scenario.beats or scenario.expect.asked == 0
    assert all(not beat.forever for beat in scenario.beats[:-1])


@pytest.mark.parametrize("piece", [0, 1, 5])
def test_the_messages_api_reads_a_scripted_turn(piece: int) -> None:
    import anthropic

    turn = Turn(text="Hm.", calls=(ToolCall(name="Read", arguments=ASKED),), piece=piece)
    with serve_script(lambda _: turn) as (address, _):
        client = anthropic.Anthropic(base_url=address, api_key="none")
        with client.messages.stream(
            model="m",
            max_tokens=9,
            messages=[{"role": "user", "content": "hi"}],
            tools=[{"name": "Read", "input_schema": {"type": "object"}}],
        ) as stream:
            message = stream.get_final_message()
    assert message.stop_reason == "tool_use"
    assert [block.type for block in message.content] == ["text", "tool_use"]
    assert message.content[1].input == ASKED  # type: ignore[union-attr]


@pytest.mark.parametrize("piece", [0, 1, 5])
def test_chat_completions_read_a_scripted_turn(piece: int) -> None:
    import openai

    turn = Turn(text="Hm.", calls=(ToolCall(name="Read", arguments=ASKED),), piece=piece)
    with serve_script(lambda _: turn) as (address, _):
        client = openai.OpenAI(base_url=f"{address}/v1", api_key="none")
        with client.chat.completions.stream(
            model="m",
            messages=[{"role": "user", "content": "hi"}],
            tools=[{"type": "function", "function": {"name": "Read", "parameters": {}}}],
        ) as stream:
            choice = stream.get_final_completion().choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.tool_calls is not None
    assert choice.message.tool_calls[0].function.arguments == '{"path": "a.py"}'


@pytest.mark.parametrize("piece", [0, 1, 5])
def test_gemini_s_client_reads_a_scripted_turn(piece: int) -> None:
    from google import genai

    turn = Turn(text="Hm.", calls=(ToolCall(name="Read", arguments=ASKED),), piece=piece)
    tool = {"function_declarations": [{"name": "Read", "parameters": {"type": "OBJECT"}}]}
    with serve_script(lambda _: turn) as (address, _):
        client: Any = genai.Client(api_key="none", http_options={"base_url": address})
        chunks = list(
            client.models.generate_content_stream(
                model="m", contents="hi", config={"tools": [tool]}
            )
        )
    parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts]
    assert "".join(part.text or "" for part in parts) == "Hm."
    assert [part.function_call.args for part in parts if part.function_call] == [ASKED]
    assert chunks[-1].candidates[0].finish_reason.name == "STOP"


@pytest.mark.parametrize("piece", [0, 1, 5])
def test_bedrock_s_client_reads_a_scripted_turn(piece: int) -> None:
    import boto3  # type: ignore[import-untyped]

    turn = Turn(text="Hm.", calls=(ToolCall(name="Read", arguments=ASKED),), piece=piece)
    tool = {"toolSpec": {"name": "Read", "inputSchema": {"json": {"type": "object"}}}}
    with serve_script(lambda _: turn) as (address, _):
        client = boto3.client(
            "bedrock-runtime",
            endpoint_url=address,
            region_name="eu-north-1",
            aws_access_key_id="none",
            aws_secret_access_key="none",
        )
        answer = client.converse_stream(
            modelId="m",
            messages=[{"role": "user", "content": [{"text": "hi"}]}],
            toolConfig={"tools": [tool]},
        )
        events = list(answer["stream"])
    deltas = [each["contentBlockDelta"]["delta"] for each in events if "contentBlockDelta" in each]
    assert "".join(delta.get("text", "") for delta in deltas) == "Hm."
    arguments = "".join(delta.get("toolUse", {}).get("input", "") for delta in deltas)
    assert arguments == '{"path": "a.py"}'
    assert [each["messageStop"]["stopReason"] for each in events if "messageStop" in each] == [
        "tool_use"
    ]


def test_faults_are_faults_to_a_client_that_nobody_here_wrote() -> None:
    import anthropic

    turns = iter((Turn(status=529), Turn(text="Hello", cut=True)))
    with serve_script(lambda _: next(turns)) as (address, _):
        client = anthropic.Anthropic(base_url=address, api_key="none", max_retries=0)
        for expected in (anthropic.APIStatusError, Exception):
            with (
                pytest.raises(expected),
                client.messages.stream(
                    model="m",
                    max_tokens=9,
                    messages=[{"role": "user", "content": "hi"}],
                    tools=[{"name": "Read", "input_schema": {"type": "object"}}],
                ) as stream,
            ):
                stream.get_final_message()
