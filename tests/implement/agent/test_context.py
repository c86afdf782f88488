"""What is sent stays the same from turn to turn until room is short; then old output goes, not the plan."""

from __future__ import annotations

from backend_agent.implement.agent.context import Context
from backend_agent.values.conversation import Answered, Reply, Told, ToolAnswer, ToolCall, Usage


def turn(at: int, tokens: int, size: int = 5_000) -> tuple[Reply, Answered]:
    call = ToolCall(id=str(at), name="Read", arguments=f'{{"n":{at}}}')
    reply = Reply(text="", calls=(call,), stop="calls", usage=Usage(input_tokens=tokens), raw="")
    answer = ToolAnswer(id=str(at), name="Read", text="x" * size)
    return reply, Answered(answers=(answer,))


def filled(turns: int, size: int = 5_000) -> Context:
    context = Context(room=1_000)
    context.add(Told(text="the task"))
    for at in range(turns):
        for entry in turn(at, 10, size):
            context.add(entry)
    return context


def test_nothing_changes_while_there_is_room() -> None:
    context = filled(10)
    before = context.entries()
    assert not context.make_room(turn(10, 700)[0], "the plan")
    assert all(old is new for old, new in zip(before, context.entries(), strict=True))


def test_old_output_goes_first_and_the_plan_is_said_again() -> None:
    context = filled(10)
    assert context.make_room(turn(10, 800)[0], "the plan")
    entries = context.entries()
    assert entries[0] == Told(text="the task")
    assert isinstance(entries[2], Answered)
    assert entries[2].answers[0].text == "(cleared: 5000 characters)"
    assert isinstance(entries[-2], Answered)
    assert len(entries[-2].answers[0].text) == 5_000
    assert isinstance(entries[-1], Told)
    assert "the plan" in entries[-1].text


def test_what_was_cleared_once_is_not_rewritten_again() -> None:
    context = filled(10)
    context.make_room(turn(10, 800)[0], "p")
    before = context.entries()[:14]
    for entry in turn(11, 10):
        context.add(entry)
    context.make_room(turn(12, 800)[0], "p")
    assert all(old is new for old, new in zip(before, context.entries(), strict=False))


def test_where_nothing_is_left_to_clear_the_middle_goes_and_its_calls_are_named() -> None:
    context = filled(20, size=10)
    assert context.make_room(turn(20, 990)[0], "the plan")
    entries = context.entries()
    assert entries[0] == Told(text="the task")
    assert isinstance(entries[1], Told)
    assert 'Read {"n":3}' in entries[1].text
    assert isinstance(entries[2], Reply)
    assert len(entries) <= 9
