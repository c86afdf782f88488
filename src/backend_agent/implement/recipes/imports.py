"""Puts one import among those of a file: in the order of its neighbours, never above the preamble."""

from __future__ import annotations

import re
from collections.abc import Callable

from backend_agent.syntax.tree import Node, node_span, parse_source

# The module of an import: quoted after `from` or `import`, else the word that follows either.
QUOTED = re.compile(r"""(?:from|import)\s*['"]([^'"]+)['"]""")
WORD = re.compile(r"(?:from|import)\s+(\S+)")


def insert_import(
    text: str,
    language: str,
    kinds: tuple[str, ...],
    statement: str,
    is_own: Callable[[str], bool],
) -> str:
    """`text` with the import among those of the same top name, in their order, else among those that are
    the repository's own (`is_own`), else in a group of its own below all others."""
    root = parse_source(text, language)
    imports = [node for node in root.children() if node.kind() in kinds]
    newline = "\r\n" if "\r\n" in text else "\n"
    if not imports:
        return _after_preamble(text, root, statement, newline)
    wanted = name_imported(statement)
    named = [(node, name_imported(node.text())) for node in imports]
    neighbours = [node for node, name in named if _top(name) == _top(wanted)] or [
        node for node, name in named if is_own(name)
    ]
    if not neighbours:
        return _below(text, imports[-1], newline * 2 + statement)
    key = _sort_key(statement)
    earlier = [node for node in neighbours if _sort_key(node.text()) < key]
    if earlier:
        return _below(text, earlier[-1], newline + statement)
    start = text.rfind("\n", 0, node_span(neighbours[0])[0]) + 1
    return text[:start] + statement + newline + text[start:]


def name_imported(statement: str) -> str:
    """The module that an import statement names, as it is written; "" where it names none."""
    found = QUOTED.search(statement) or WORD.search(statement)
    return found.group(1) if found else ""


def _top(module: str) -> str:
    """The first name of the module; "" for one that is relative."""
    return re.split(r"[./]", module, maxsplit=1)[0]


def _sort_key(statement: str) -> tuple[bool, str]:
    """isort's order: plain imports before `from` imports, then by module."""
    return statement.startswith("from"), name_imported(statement)


def _below(text: str, node: Node, added: str) -> str:
    found = text.find("\n", node_span(node)[1])
    end = len(text) if found < 0 else found
    end = end - 1 if end and text[end - 1] == "\r" else end
    return text[:end] + added + text[end:]


def _after_preamble(text: str, root: Node, statement: str, newline: str) -> str:
    first = next(
        (
            node
            for node in root.children()
            if node.kind() not in ("comment", "expression_statement")
        ),
        None,
    )
    start = text.rfind("\n", 0, node_span(first)[0]) + 1 if first is not None else len(text)
    return text[:start] + statement + newline * 2 + text[start:]
