"""Reads configuration of any syntax into plain values; what is hostile is refused, never expanded."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, cast

from backend_agent.values.manifest import ManifestSyntax

if TYPE_CHECKING:
    import yaml

# A YAML document of more values than this, aliases followed, is no manifest.
MOST_VALUES = 100_000
# Deeper than any manifest, far from the interpreter's own limit.
DEEPEST = 100
LONGEST_BLANK = 200
BLANKS = re.compile(rf"[ \t]{{{LONGEST_BLANK},}}")
DOTTED = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST}}}"""
)
JSONC_TOKEN = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=(?:\s|//[^\n]*\n|/\*.*?\*/)*[}\]])', re.DOTALL
)


def parse_content(text: str, syntax: ManifestSyntax | str) -> object:
    """Tables are dicts, lists are lists; `text` stays what it is. In `xml` an element is its text, or
    where it has more the dict of its children, its attributes as `@name` and its text as `#text`.

    Raises ValueError where the text is not of that syntax, is nested deeper than DEEPEST, or refers to
    itself.
    """
    read = PARSERS.get(syntax)
    if read is None:
        return text
    try:
        content = read(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _refuse_depth(content)
    return content


def squeeze_blanks(text: str) -> str:
    """The text without what is longer than any indentation in its runs of blanks: two repetitions of
    an expression that both match them need the square of their length."""
    if not any(blank * LONGEST_BLANK in text for blank in " \t"):
        return text
    return BLANKS.sub(lambda run: run.group()[:LONGEST_BLANK], text)


def find_all(content: object, at: str) -> list[object]:
    """Every value at the dotted path; `*` stands for any key, a list for each of its items."""
    found = [content]
    for key in at.split("."):
        inner: list[object] = []
        for value in found:
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, dict):
                    inner.extend(
                        each.values() if key == "*" else [each[key]] if key in each else []
                    )
        found = inner
    return found


def find_texts(content: object, places: tuple[str, ...]) -> list[str]:
    """The texts at any of the dotted paths, in their order."""
    return [value for at in places for value in find_all(content, at) if isinstance(value, str)]


def _refuse_depth(content: object) -> None:
    level = [content]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise ValueError("nested too deeply")


def _parse_toml(text: str) -> object:
    # The parser copies the whole key for each of its parts.
    if DOTTED.search(text):
        raise ValueError("nested too deeply")
    return tomllib.loads(text)


def _parse_jsonc(text: str) -> object:
    """JSON with comments and trailing commas; line numbers stay."""

    def keep(match: re.Match[str]) -> str:
        token = match.group()
        return token if token.startswith('"') else "\n" * token.count("\n")

    return json.loads(JSONC_TOKEN.sub(keep, text))


def _parse_yaml(text: str) -> object:
    import yaml

    # The fake stubs of the C loader are not typed; without the C library the slow one is the same.
    kind = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = kind(text)
    try:
        _refuse_depth_of_events(yaml.parse(text, Loader=kind))
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse_expansion(node)
        return cast(object, loader.construct_document(node))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        raise ValueError(f"{line}{getattr(error, 'problem', error)}") from None
    finally:
        loader.dispose()


def _refuse_depth_of_events(events: Iterable[object]) -> None:
    """Composing calls itself for each level, in C: too many overflow the stack and end the process."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ValueError("nested too deeply")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refuse_expansion(root: yaml.Node) -> None:
    """Counts the values that the document stands for, each alias as what it repeats."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()
    waiting: list[tuple[yaml.Node, bool]] = [(root, False)]
    while waiting:
        node, done = waiting.pop()
        inner = _inner_nodes(node)
        if done:
            open_nodes.discard(id(node))
            sizes[id(node)] = 1 + sum(sizes[id(each)] for each in inner)
            if sizes[id(node)] > MOST_VALUES:
                raise ValueError(f"expands to more than {MOST_VALUES} values")
        elif id(node) in open_nodes:
            raise ValueError("an alias refers to itself")
        elif id(node) not in sizes:
            open_nodes.add(id(node))
            if len(open_nodes) > DEEPEST:
                raise ValueError("nested too deeply")
            waiting.append((node, True))
            waiting.extend((each, False) for each in inner)


def _inner_nodes(node: yaml.Node) -> list[yaml.Node]:
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return [each for pair in pairs for each in pair]


class XmlBuilder:
    """Collects elements as they end, so that depth costs no stack."""

    def __init__(self) -> None:
        self.open: list[tuple[dict[str, object], list[str]]] = [({}, [])]

    def start(self, _name: str, attributes: Mapping[str, str]) -> None:
        if len(self.open) > DEEPEST:
            raise ValueError("nested too deeply")
        self.open.append(({f"@{key}": value for key, value in attributes.items()}, []))

    def text(self, data: str) -> None:
        self.open[-1][1].append(data)

    def end(self, name: str) -> None:
        children, parts = self.open.pop()
        text = "".join(parts).strip()
        value: object = {**children, "#text": text} if children else text
        above = self.open[-1][0]
        if name not in above:
            above[name] = value
        elif isinstance(above[name], list):
            cast("list[object]", above[name]).append(value)
        else:
            above[name] = [above[name], value]


def _refuse_entity(*_: object) -> None:
    raise ValueError("declares entities")


def _parse_xml(text: str) -> object:
    from xml.parsers import expat

    parser, builder = expat.ParserCreate(), XmlBuilder()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return builder.open[0][0]


PARSERS: Mapping[str, Callable[[str], object]] = {
    "toml": _parse_toml,
    "json": json.loads,
    "jsonc": _parse_jsonc,
    "yaml": _parse_yaml,
    "xml": _parse_xml,
}
