"""Entries put into JSON settings by one insert of text, and taken out of them again."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass

from backend_agent.hosts.jsonc import Node, Part, parse_json
from backend_agent.values.errors import InputError

ELEMENT = "+"
LINE_REST = re.compile(r"[ \t]*(?://[^\n\r]*|/\*[^\n\r]*?\*/)?[ \t]*(?=\r?\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """`text` put in at `offset` of the text before it (a character, not a byte)."""

    offset: int
    text: str


def find_entry(text: str, name: str, at: tuple[str, ...], value: object) -> object | None:
    """The entry as it stands, or None. Of a list: the element equal to `value`, else the one that
    runs the same command."""
    node: Node | None = parse_json(text, name)
    for key in at[:-1]:
        part = node.member(key) if node and node.kind == "object" else None
        node = part.node if part else None
    if node is None:
        return None
    found = _find_part(node, at[-1], value)
    return found.node.value if found else None


def insert_entry(text: str, name: str, at: tuple[str, ...], value: object) -> Insert:
    """One insert that adds the entry, with the objects and lists above it that are missing, at the front
    of what holds it. Raises InputError where something of another kind stands in the way."""
    node, path = parse_json(text, name), list(at)
    while path[0] != ELEMENT and (part := node.member(path[0])) is not None:
        node = part.node
        path.pop(0)
        wanted = "list" if path[0] == ELEMENT else "object"
        if node.kind != wanted:
            way = ".".join(at[: len(at) - len(path)])
            line = text.count("\n", 0, node.start) + 1
            raise InputError(
                f"{name}:{line}: {way} is not {'a list' if wanted == 'list' else 'an object'}",
                hint="repair that file; nothing was written",
            )
    if node.kind == "scalar" or (node.kind == "list") != (path[0] == ELEMENT):
        raise InputError(f"{name}: not an object at the top", hint="nothing was written")
    for key in reversed(path[1:]):
        value = [value] if key == ELEMENT else {key: value}
    label = "" if path[0] == ELEMENT else f"{json.dumps(path[0])}: "
    return _insert_first(text, node, label, value)


def remove_entry(text: str, name: str, at: tuple[str, ...], value: object) -> str:
    """The text without the entry and its comma, and without the objects and lists that were empty but
    for it; as it was where there is no such entry."""
    node, cut = parse_json(text, name), None
    for depth, key in enumerate(at):
        if depth + 1 == len(at):
            part = _find_part(node, key, value)
        elif node.kind == "object":
            part = node.member(key)
        else:
            return text
        if part is None:
            return text
        if cut is None or not _holds_only(text, node, part):
            cut = (node, part)
        node = part.node
    return _cut_part(text, *cut) if cut else text


def _find_part(node: Node, last: str, value: object) -> Part | None:
    if node.kind == "object":
        return node.member(last)
    if node.kind == "scalar":
        return None
    equal = [part for part in node.parts if part.node.value == value]
    alike = [part for part in node.parts if _commands(part.node.value) & _commands(value)]
    return next(iter((*equal, *alike)), None)


def _commands(value: object) -> frozenset[str]:
    """Every command that an element runs, without the way to the program."""
    if isinstance(value, dict):
        own = value.get("command")
        words = {_drop_program(own)} if isinstance(own, str) and " " in own else set()
        return frozenset(words).union(*(_commands(inner) for inner in value.values()))
    if isinstance(value, list):
        return frozenset().union(*(_commands(inner) for inner in value))
    return frozenset()


def _drop_program(line: str) -> str:
    try:
        return " ".join(shlex.split(line)[1:])
    except ValueError:
        return line


def _holds_only(text: str, node: Node, part: Part) -> bool:
    """Whether there is nothing else in it, no comment either."""
    around = text[node.start + 1 : part.start] + text[part.node.end : node.end - 1]
    return not around.strip(" \t\r\n,")


def _insert_first(text: str, node: Node, label: str, value: object) -> Insert:
    newline = "\r\n" if "\r\n" in text else "\n"
    after = node.start + 1
    rest = LINE_REST.match(text, after)
    if node.parts and rest is None:
        shown = label + json.dumps(value, ensure_ascii=False)
        return Insert(offset=node.parts[0].start, text=f"{shown}, ")
    unit = _indent_unit(text)
    outer = _indent_of(text, node.start)
    inner = _indent_of(text, node.parts[0].start) if node.parts else outer + unit
    lines = json.dumps(value, ensure_ascii=False, indent=unit).splitlines()
    shown = label + f"{newline}{inner}".join(lines)
    if node.parts and rest is not None:
        return Insert(offset=rest.end(), text=f"{newline}{inner}{shown},")
    closing = "" if rest is not None else f"{newline}{outer}"
    place = rest.end() if rest is not None else after
    return Insert(offset=place, text=f"{newline}{inner}{shown}{closing}")


def _indent_unit(text: str) -> str:
    found = re.search(r"(?m)^([ \t]+)\S", text)
    return found[1] if found else "  "


def _indent_of(text: str, place: int) -> str:
    line = text[text.rfind("\n", 0, place) + 1 :]
    found = re.match(r"\ufeff?([ \t]*)", line)
    return found[1] if found else ""


def _cut_part(text: str, node: Node, part: Part) -> str:
    index = node.parts.index(part)
    if index + 1 < len(node.parts):
        comma = text.index(",", _past_comments(text, part.node.end))
        rest = LINE_REST.match(text, comma + 1)
        end = rest.end() if rest else node.parts[index + 1].start
        start = _line_start(text, part.start) if rest else part.start
        return text[:start] + text[end:]
    comma = _past_comments(text, part.node.end)
    has_comma = text[comma] == ","
    if index and not has_comma:
        before = _past_comments(text, node.parts[index - 1].node.end)
        between = text[before + 1 : _line_start(text, part.start)]
        return text[:before] + between + text[part.node.end :]
    end = comma + 1 if has_comma else part.node.end
    start = _line_start(text, part.start)
    only_space = re.compile(r"\s*").match(text, end)
    if only_space and only_space.end() == node.end - 1 and start <= node.start + 1:
        end = only_space.end()
    return text[:start] + text[end:]


def _line_start(text: str, place: int) -> int:
    """Before the newline and indentation in front of `place`, where there is nothing else."""
    found = re.search(r"\r?\n[ \t]*$", text[:place])
    return found.start() if found else place


def _past_comments(text: str, place: int) -> int:
    found = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL).match(text, place)
    return found.end() if found else place
