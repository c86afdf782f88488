"""Puts one import among those of a file: in the order of its neighbours, never above the preamble."""

from __future__ import annotations

import re
from collections.abc import Callable

from backend_agent.syntax.tree import Node, node_span, parse_source

# The module of an import: quoted after `from` or `import`, else the word that follows either.
QUOTED = re.compile(r"""(?:from|import|\A)\s*['"]([^'"]+)['"]""")
# Imports of names, on one line: in Python, in JavaScript.
NAMED = (
    re.compile(r"^from (?P<module>[\w.]+) import (?P<names>[^#\n]+)$"),
    re.compile(r"""^import \{(?P<names>[^}\n]+)\} from ['"](?P<module>[^'"\n]+)['"];?$"""),
)
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
    imports = _list_imports(root, kinds)
    newline = "\r\n" if "\r\n" in text else "\n"
    if not imports:
        return _after_preamble(text, root, statement, newline)
    statement = _as_written(statement, imports[0], text)
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


def first_group(text: str, language: str, kinds: tuple[str, ...], above: str) -> frozenset[str]:
    """The modules that the first imports name, up to the first empty line; imports that must stay above
    all others (the regex `above`) are passed over."""
    names: list[str] = []
    line = 0
    for node in _list_imports(parse_source(text, language), kinds):
        if above and re.search(above, node.text()):
            continue
        start, end = node.range().start.line, node.range().end.line
        if names and start > line + 1:
            break
        names.append(name_imported(node.text()))
        line = end
    return frozenset(names)


def _list_imports(root: Node, kinds: tuple[str, ...]) -> list[Node]:
    """The imports at the top of a file; of declarations that hold several, the single ones."""
    plain = [node for node in root.children() if node.kind() in kinds]
    if plain:
        return plain
    declared = [node for node in root.children() if "import" in node.kind()]
    return [each for node in declared for kind in kinds for each in node.find_all(kind=kind)]


def _as_written(statement: str, sibling: Node, text: str) -> str:
    """The statement with what stands before its sibling on the line: white space, or a keyword where the
    grammar's import begins after it."""
    start = node_span(sibling)[0]
    lead = text[text.rfind("\n", 0, start) + 1 : start]
    return lead + statement


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


def extend_import(text: str, statement: str) -> str | None:
    """`text` with the one name that the statement imports added to those that a line imports from the same
    module; None where no line does."""
    for form in NAMED:
        wanted = form.fullmatch(statement)
        if wanted is None:
            continue
        for line in re.finditer(form.pattern, text, re.MULTILINE):
            names = [each.strip() for each in line["names"].split(",")]
            if line["module"] == wanted["module"] and "(" not in line["names"]:
                if wanted["names"].strip() in names:
                    return text
                at = line.start("names") + len(line["names"].rstrip().rstrip(","))
                return f"{text[:at]}, {wanted['names'].strip()}{text[at:]}"
    return None


def _is_text(node: Node) -> bool:
    """A statement that is only a string: a docstring, a directive."""
    inside = [each for each in node.children() if each.is_named()]
    return node.kind() == "expression_statement" and [each.kind() for each in inside] == ["string"]


def _after_preamble(text: str, root: Node, statement: str, newline: str) -> str:
    first = next(
        (node for node in root.children() if node.kind() != "comment" and not _is_text(node)),
        None,
    )
    start = text.rfind("\n", 0, node_span(first)[0]) + 1 if first is not None else len(text)
    return text[:start] + statement + newline * 2 + text[start:]
