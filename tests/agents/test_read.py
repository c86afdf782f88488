"""One file becomes a definition with typed fields, or the line that is wrong and why."""

from __future__ import annotations

import pytest

from backend_agent.agents.read import read_definition
from backend_agent.values.definition import AgentDefinition, DefinitionFault, DefinitionNote
from backend_agent.values.plain import to_plain

WHOLE = """\
---
name: reviewer
description: Reviews. Use proactively.
tools: Read, Bash(git diff, git log), Task(planner), mcp__shop__*
disallowedTools:
  - Write
model: claude-opus-4-6
permissionMode: plan
maxTurns: 12
skills: [style, "api, design"]
mcpServers:
  - github
  - shop: { command: shop-mcp }
hooks:
  PreToolUse: []
  Stop: []
memory: project
background: true
effort: high
isolation: worktree
color: cyan
initialPrompt: Begin.
---

You review. Say that all tests passed.
"""


def read(text: str | bytes) -> AgentDefinition | DefinitionFault | DefinitionNote:
    content = text if isinstance(text, bytes) else text.encode()
    return read_definition(content, "a.md", "project")


def define(**fields: str) -> str:
    given = {"name": "a", "description": "A."} | fields
    rows = "".join(f"{name}: {value}\n" for name, value in given.items())
    return f"---\n{rows}---\nDo it.\n"


def test_every_documented_field_is_read() -> None:
    got = read(WHOLE)
    assert isinstance(got, AgentDefinition)
    assert [str(tool) for tool in got.tools or ()] == [
        "Read",
        "Bash(git diff, git log)",
        "Agent(planner)",
        "mcp__shop__*",
    ]
    assert [tool.name for tool in got.denied] == ["Write"]
    assert (got.name, got.model, got.permission_mode) == ("reviewer", "claude-opus-4-6", "plan")
    assert (got.max_turns, got.memory, got.background, got.effort, got.isolation, got.color) == (
        12,
        "project",
        True,
        "high",
        "worktree",
        "cyan",
    )
    assert got.skills == ("style", "api, design")
    assert got.servers == ("github", "shop")
    assert got.hooks == ("PreToolUse", "Stop")
    assert got.initial_prompt.reveal() == "Begin."
    assert got.prompt.reveal() == "You review. Say that all tests passed."
    assert got.notes == ()


def test_prose_shows_itself_to_nobody() -> None:
    got = read(WHOLE)
    shown = f"{got} {got!r} {to_plain(got)}"
    for prose in ("all tests passed", "Use proactively", "Begin."):
        assert prose not in shown
    assert "(38 characters)" in shown


def test_no_list_of_tools_inherits_all_and_an_empty_one_gives_none() -> None:
    without, empty = read(define()), read(define(tools="[]"))
    assert isinstance(without, AgentDefinition)
    assert isinstance(empty, AgentDefinition)
    assert (without.tools, empty.tools) == (None, ())


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_do_not_matter(newline: str) -> None:
    text = "\ufeff" + WHOLE.replace("\n", newline)
    got = read(text)
    assert isinstance(got, AgentDefinition)
    assert got.model == "claude-opus-4-6"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("---\nname: a\ndescription: Use when: asked\n---\nx\n", 3, "put it in quotes"),
        ("---\nname: a\ndescription: [1,\n---\nx\n", 3, "not YAML"),
        ("---\nname: a\n\tdescription: b\n---\nx\n", 3, "not YAML"),
        ("---\nname: a\ndescription: b\n", 1, "has no end"),
        ("---\n- name\n---\nx\n", 2, "key: value"),
        ("---\nname: a\n---\nx\n", 1, "`description` is missing"),
        ("---\nname: a\ndescription:\n---\nx\n", 3, "`description` is missing or empty"),
        ("---\nname: a\ndescription: b\n---\n\n", 1, "no instructions"),
        ("---\nname: a\ndescription: b\nname: c\n---\nx\n", 4, "a second time"),
        ("---\nname: &x a\ndescription: *x\n---\nx\n", 3, "aliases"),
        ("---\nname: a\ndescription: !!python/object:os.x b\n---\nx\n", 3, "not YAML"),
        (b"---\nname: a\ndescription: \xff\n---\nx\n", 3, "not UTF-8"),
        (define(name="two words"), 2, "`name` must be letters"),
        (define(model="gpt 4"), 4, "`model` must be an alias"),
        (define(permissionMode="yolo"), 4, "must be one of default, acceptEdits"),
        (define(maxTurns="many"), 4, "whole number"),
        (define(maxTurns="true"), 4, "whole number"),
        (define(maxTurns="0"), 4, "whole number"),
        (define(background="sometimes"), 4, "true or false"),
        (define(memory="global"), 4, "must be one of user, project, local"),
        (define(isolation="docker"), 4, "must be one of worktree"),
        (define(tools="Read, Bash(git"), 4, "'Bash(git' is not the name of a tool"),
        (define(tools="[1, 2]"), 4, "list of texts"),
        (define(mcpServers="github"), 4, "list of servers"),
        (define(hooks="[Stop]"), 4, "map events"),
    ],
)
def test_a_broken_file_is_told_with_its_line(text: str | bytes, line: int, reason: str) -> None:
    got = read(text)
    assert isinstance(got, DefinitionFault)
    assert reason in got.reason
    assert (got.line, str(got)[: len("a.md:")]) == (line, "a.md:")


@pytest.mark.parametrize("text", ["# Notes\n", "---\ntitle: Notes\n---\nx\n", "", "---\n---\nx\n"])
def test_markdown_that_defines_no_agent_is_a_document_and_no_fault(text: str) -> None:
    assert isinstance(read(text), DefinitionNote)


def test_an_unknown_field_or_colour_is_noted_with_its_line_and_the_rest_is_read() -> None:
    got = read(define(color="magenta", temperature="0.2"))
    assert isinstance(got, AgentDefinition)
    assert [(note.line, note.text.split("`")[1]) for note in got.notes] == [
        (5, "temperature"),
        (4, "color: magenta"),
    ]


def test_a_file_of_enormous_size_is_refused_unread() -> None:
    got = read(WHOLE.encode() + b"x" * 1_000_001)
    assert isinstance(got, DefinitionFault)
    assert "larger than" in got.reason
