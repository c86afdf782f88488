"""JSON with comments and trailing commas as a tree with positions, so that an edit inserts text only."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from backend_agent.values.errors import InputError

SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
SCALAR = re.compile(r"true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An element of a list, or (with `key`) a member of an object; `start` is where its text begins."""

    start: int
    node: Node
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value in the text from `start` to before `end`. Of a key given twice the last one counts."""

    kind: Literal["object", "list", "scalar"]
    start: int
    end: int
    value: object
    parts: tuple[Part, ...] = ()

    def member(self, key: str) -> Part | None:
        return next((part for part in reversed(self.parts) if part.key == key), None)


def parse_json(text: str, name: str) -> Node:
    """The document. Raises InputError with `name` and the line."""
    reader = _Reader(text, name)
    node = reader.read_value(reader.skip(text.startswith("\ufeff")))
    end = reader.skip(node.end)
    if end != len(text):
        raise reader.fault(end, "something follows the end of the document")
    return node


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name

    def skip(self, place: int) -> int:
        found = SPACE.match(self._text, place)
        return found.end() if found else place

    def fault(self, place: int, what: str) -> InputError:
        line = self._text.count("\n", 0, place) + 1
        return InputError(
            f"{self._name}:{line}: not JSON: {what}", hint="repair that file; nothing was written"
        )

    def read_value(self, place: int) -> Node:
        opening = self._text[place : place + 1]
        if opening == "{":
            return self._read_object(place)
        if opening == "[":
            return self._read_list(place)
        found = STRING.match(self._text, place) or SCALAR.match(self._text, place)
        if found is None:
            raise self.fault(place, "the file ends here" if not opening else f"a stray {opening!r}")
        try:
            value: object = json.loads(found[0])
        except ValueError as error:
            raise self.fault(place, str(error)) from None
        return Node(kind="scalar", start=place, end=found.end(), value=value)

    def _read_object(self, start: int) -> Node:
        parts: list[Part] = []
        place = self.skip(start + 1)
        while self._text[place : place + 1] != "}":
            key = STRING.match(self._text, place)
            if key is None:
                raise self.fault(place, "the name of a member is expected")
            colon = self.skip(key.end())
            if self._text[colon : colon + 1] != ":":
                raise self.fault(colon, "a ':' is expected")
            node = self.read_value(self.skip(colon + 1))
            parts.append(Part(start=place, node=node, key=str(json.loads(key[0]))))
            place = self._next(node.end, "}")
        value = {part.key: part.node.value for part in parts}
        return Node(kind="object", start=start, end=place + 1, value=value, parts=tuple(parts))

    def _read_list(self, start: int) -> Node:
        parts: list[Part] = []
        place = self.skip(start + 1)
        while self._text[place : place + 1] != "]":
            node = self.read_value(place)
            parts.append(Part(start=place, node=node))
            place = self._next(node.end, "]")
        value = [part.node.value for part in parts]
        return Node(kind="list", start=start, end=place + 1, value=value, parts=tuple(parts))

    def _next(self, place: int, closing: str) -> int:
        """Past a comma, or at the closing bracket."""
        place = self.skip(place)
        if self._text[place : place + 1] == ",":
            return self.skip(place + 1)
        if self._text[place : place + 1] != closing:
            raise self.fault(place, f"a ',' or a {closing!r} is expected")
        return place
