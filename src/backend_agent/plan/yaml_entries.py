"""YAML as texts with their lines: `on`, `no` and `1.0` stay the words that were written.

YAML 1.1 turns `on` and `no` into booleans; reading nodes instead of values keeps every scalar the
text it is (YAML 1.2, section 10.1, failsafe schema), and gives each fault a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend_agent.values.errors import InputError

if TYPE_CHECKING:
    import yaml

LONGEST_TEXT = 1_000_000
"""Characters; a specification is written by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value: a `text`, a mapping's `entries` or a list's `items`, by `kind`.

    `path` is its place (`resources.Order.fields.total`), `key` its last part, `line` from 1.
    """

    kind: str
    path: str
    line: int
    key: str = ""
    text: str = ""
    entries: tuple[Entry, ...] = ()
    items: tuple[Entry, ...] = ()

    def find(self, key: str) -> Entry | None:
        """The mapping's entry of that key, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)


def read_entries(text: str, source: str) -> Entry:
    """The whole document as one entry; InputError with `source`:line when it is not YAML."""
    import yaml

    if len(text) > LONGEST_TEXT:
        raise InputError(f"{source}: longer than {LONGEST_TEXT} characters", hint="split it")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(
            f"{source}:{line}: not YAML: {error.problem}", hint="mind indentation and colons"
        ) from error
    except yaml.YAMLError as error:
        raise InputError(f"{source}: not YAML: {error}", hint="save it as UTF-8 text") from error
    if node is None:
        raise InputError(f"{source}: the file is empty", hint="begin with `spec: 1`")
    return _read_node(node, source, path="", key="", above=())


def _read_node(
    node: yaml.Node, source: str, *, path: str, key: str, above: tuple[int, ...]
) -> Entry:
    import yaml

    line = node.start_mark.line + 1
    if id(node) in above:
        raise InputError(f"{source}:{line}: {path} contains itself", hint="remove the alias")
    above = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        entries: list[Entry] = []
        for name, value in node.value:
            entries.append(_read_pair(name, value, source, path=path, above=above))
        _refuse_doubled(entries, source)
        return Entry(kind="mapping", path=path, line=line, key=key, entries=tuple(entries))
    if isinstance(node, yaml.SequenceNode):
        items = tuple(
            _read_node(item, source, path=f"{path}[{at}]", key=str(at), above=above)
            for at, item in enumerate(node.value)
        )
        return Entry(kind="list", path=path, line=line, key=key, items=items)
    return Entry(kind="text", path=path, line=line, key=key, text=str(node.value))


def _read_pair(
    name: yaml.Node, value: yaml.Node, source: str, *, path: str, above: tuple[int, ...]
) -> Entry:
    import yaml

    if not isinstance(name, yaml.ScalarNode):
        line = name.start_mark.line + 1
        raise InputError(f"{source}:{line}: a key must be a word", hint="quote it")
    key = str(name.value)
    return _read_node(value, source, path=f"{path}.{key}" if path else key, key=key, above=above)


def _refuse_doubled(entries: list[Entry], source: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise InputError(
                f"{source}:{entry.line}: {entry.path} is there twice", hint="keep one of them"
            )
        seen.add(entry.key)
