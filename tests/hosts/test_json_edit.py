"""One insert puts an entry in, and its inverse gives every byte back, whatever the file looks like."""

from __future__ import annotations

import json
import random

import pytest

from backend_agent.hosts.json_edit import find_entry, insert_entry, remove_entry
from backend_agent.hosts.jsonc import parse_json
from backend_agent.values.errors import InputError

AT = ("mcpServers", "backend-agent")
VALUE = {"command": "backend-agent", "args": ["mcp"]}
LIST_AT = ("hooks", "Stop", "+")
HOOK = {"hooks": [{"type": "command", "command": "backend-agent verify --gate --hook claude-stop"}]}

FILES = {
    "empty object": "{}",
    "empty object with a newline": "{}\n",
    "empty lines": "{\n\n}\n",
    "one line": '{"a": 1}',
    "one line with spaces": '{ "mcpServers": { "a": {} } }\n',
    "two spaces": '{\n  "mcpServers": {\n    "a": {"command": "x"}\n  },\n  "z": 1\n}\n',
    "tabs": '{\n\t"mcpServers": {\n\t\t"a": {}\n\t}\n}\n',
    "trailing commas": '{\n  "mcpServers": {\n    "a": {},\n  },\n}\n',
    "comments": '// top\n{\n  // servers\n  "mcpServers": { // m\n    // the a\n    "a": {} // end\n  } /* x */\n}\n',
    "comment in an empty object": '{\n  "mcpServers": {\n    // none yet\n  }\n}\n',
    "windows line ends": '{\r\n  "mcpServers": {\r\n    "a": {}\r\n  }\r\n}\r\n',
    "byte order mark": '\ufeff{\n  "a": 1\n}\n',
    "no newline at the end": '{\n  "mcpServers": {}\n}',
    "braces in texts": '{\n  "a": "{ // \\" }",\n  "mcpServers": {"b": ["}"]}\n}\n',
    "hooks of others": '{\n  "hooks": {\n    "Stop": [\n      {"hooks": []}\n    ]\n  }\n}\n',
    "hooks in a line": '{"hooks": {"Stop": [], "Start": [1]}}',
}


def put(text: str, at: tuple[str, ...], value: object) -> str:
    insert = insert_entry(text, "settings.json", at, value)
    return text[: insert.offset] + insert.text + text[insert.offset :]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("at", "value"), [(AT, VALUE), (LIST_AT, HOOK)], ids=["member", "element"])
def test_an_entry_is_added_and_nothing_else_changes(
    name: str, at: tuple[str, ...], value: object
) -> None:
    before = FILES[name]
    after = put(before, at, value)
    assert find_entry(after, "settings.json", at, value) == value
    expected = json.loads(json.dumps(parse_json(before, "x").value))
    holder = expected
    for key in at[:-1]:
        last = at[at.index(key) + 1] == "+"
        holder = holder.setdefault(key, [] if last else {})
    if at[-1] == "+":
        holder.insert(0, value)
    else:
        holder[at[-1]] = value
    assert parse_json(after, "x").value == expected
    assert "\r\n" not in before or "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("at", "value"), [(AT, VALUE), (LIST_AT, HOOK)], ids=["member", "element"])
def test_an_entry_is_found_by_name_and_taken_out_without_a_receipt(
    name: str, at: tuple[str, ...], value: object
) -> None:
    before = FILES[name]
    after = remove_entry(put(before, at, value), "settings.json", at, value)
    left = parse_json(after, "x").value
    assert find_entry(after, "settings.json", at, value) is None
    # Only objects that held nothing else go with it.
    had = parse_json(before, "x").value
    assert left in (had, _without_empty(had))
    for comment in ("// top", "// servers", "// the a", "// end", "/* x */", "// none yet"):
        assert comment not in before or comment in after


def _without_empty(value: object) -> object:
    if isinstance(value, dict):
        kept = {
            key: _without_empty(each)
            for key, each in value.items()
            if key in ("mcpServers", "hooks", "Stop")
        }
        return {key: each for key, each in value.items() if key not in kept} | {
            key: each for key, each in kept.items() if each not in ({}, [])
        }
    return value


def test_any_document_gives_back_its_bytes() -> None:
    chance = random.Random(7)

    def make(depth: int) -> object:
        kind = chance.randrange(6 if depth < 3 else 4)
        if kind == 4:
            return {f"k{number}": make(depth + 1) for number in range(chance.randrange(4))}
        if kind == 5:
            return [make(depth + 1) for _ in range(chance.randrange(4))]
        return [None, True, -1.5e3, 'a"\\\u00e9\n{'][kind]

    for _ in range(300):
        document = {"x": make(0), "y": make(0)}
        if chance.random() < 0.5:
            document["mcpServers"] = {"other": make(1)}
        text = json.dumps(document, indent=chance.choice([None, 1, 2, 4, "\t"]))
        assert parse_json(text, "x").value == document
        insert = insert_entry(text, "x", AT, VALUE)
        after = text[: insert.offset] + insert.text + text[insert.offset :]
        assert json.loads(after)["mcpServers"]["backend-agent"] == VALUE
        assert after[: insert.offset] + after[insert.offset + len(insert.text) :] == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ('{\n  "a": 1\n  "b": 2\n}', 3),
        ('{\n  "a": \n', 3),
        ("{\n  a: 1\n}", 2),
        ("{}\n\n}", 3),
        ('{"a": 01}', 1),
        ('{\n"a": "open\n}', 2),
        ('{"a": tru}', 1),
        ("[1 2]", 1),
    ],
)
def test_a_broken_file_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        parse_json(text, "settings.json")
    assert caught.value.message.startswith(f"settings.json:{line}: not JSON: ")


@pytest.mark.parametrize(
    "text", ['{"mcpServers": 3}', '{"mcpServers": []}', "[]", '{"hooks": {"Stop": {}}}']
)
def test_what_stands_in_the_way_is_told_and_not_replaced(text: str) -> None:
    at, value = (LIST_AT, HOOK) if "hooks" in text else (AT, VALUE)
    with pytest.raises(InputError, match=r"settings\.json"):
        insert_entry(text, "settings.json", at, value)


def test_an_entry_that_runs_the_same_command_is_the_same_entry() -> None:
    other = json.dumps(
        {
            "hooks": {
                "Stop": [
                    {
                        "hooks": [
                            {
                                "command": "/opt/bin/backend-agent verify --gate --hook claude-stop",
                                "timeout": 9,
                            }
                        ]
                    }
                ]
            }
        }
    )
    found = find_entry(other, "x", LIST_AT, HOOK)
    assert found is not None
    assert found != HOOK
