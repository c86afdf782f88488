"""Splits a Markdown file into YAML front matter and body, and reads each field with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from backend_agent.values.definition import DefinitionFault

FENCE = "---"
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One top-level field: its plain value, and the line where it stands in the file."""

    value: object
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """`fields` by name in the order of the file; `body` is everything behind the second fence."""

    fields: Mapping[str, Field]
    body: str
    doubles: Mapping[str, int] = field(default_factory=dict)


def split_front_matter(content: bytes, path: str) -> FrontMatter | DefinitionFault | None:
    """The front matter, why it cannot be read, or None for a file that begins with none.

    The YAML is a plain mapping: aliases and tags are refused, so no small file can become a large
    value or an object. Lines count from 1 in the whole file.
    """
    if len(content) > LARGEST:
        return DefinitionFault(path=path, line=1, reason=f"larger than {LARGEST:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return DefinitionFault(path=path, line=line, reason="not UTF-8; save it as UTF-8")
    lines = re.split(r"\r\n|\r|\n", text)
    if lines[0].rstrip() != FENCE:
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return DefinitionFault(
            path=path, line=1, reason="the front matter has no end: a second line `---` is missing"
        )
    read = _read_yaml("\n".join(lines[1:end]), path)
    if isinstance(read, DefinitionFault):
        return read
    fields, doubles = read
    return FrontMatter(fields=fields, body="\n".join(lines[end + 1 :]).strip(), doubles=doubles)


def _read_yaml(text: str, path: str) -> tuple[dict[str, Field], dict[str, int]] | DefinitionFault:
    import yaml

    try:
        for event in yaml.parse(text):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line if event.start_mark else 0
                return _fault(path, line, "YAML aliases (`*name`) are not read here")
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        if root is None:
            return {}, {}
        if not isinstance(root, yaml.MappingNode):
            return _fault(
                path, root.start_mark.line, "the front matter is not a list of `key: value`"
            )
        fields: dict[str, Field] = {}
        doubles: dict[str, int] = {}
        for key, node in root.value:
            name, line = str(key.value), key.start_mark.line + 2
            if name in fields:
                doubles[name] = line
            fields[name] = Field(value=loader.construct_object(node, deep=True), line=line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _fault(path, mark.line if mark else 0, _explain(str(error.problem), text, mark))
    except yaml.YAMLError as error:
        return _fault(path, 0, f"not YAML: {' '.join(str(error).split())}")
    except (ValueError, RecursionError) as error:
        return _fault(path, 0, f"not readable YAML: {error or type(error).__name__}")
    return fields, doubles


def _fault(path: str, line: int, reason: str) -> DefinitionFault:
    return DefinitionFault(path=path, line=line + 2, reason=reason)


def _explain(problem: str, text: str, mark: object) -> str:
    """The parser's complaint with what to do about the commonest cause of it."""
    line = getattr(mark, "line", 0)
    rows = text.split("\n")
    row = rows[line] if line < len(rows) else ""
    loose = re.match(r"[\w-]+:\s+[^'\"|>\[{].*:\s", f"{row} ")
    if "mapping values are not allowed" in problem and loose:
        return "not YAML: the value holds `: ` and is not quoted; put it in quotes"
    return f"not YAML: {problem}"
