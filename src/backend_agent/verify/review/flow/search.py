"""The door of this room: all flows of one language through one file at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import node_line
from backend_agent.values.rule import Flow
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.flow import kinds
from backend_agent.verify.review.flow.carried import UNKNOWN, Scope
from backend_agent.verify.review.flow.functions import Functions
from backend_agent.verify.review.flow.walk import Walker

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

IMPORTS = frozenset(
    ("import_statement", "import_from_statement", "import_declaration", "future_import_statement")
)
FIELDS = frozenset(("field_declaration", "public_field_definition", "expression_statement"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The number of a flow and the place of the sink that it reaches, its lines from 1."""

    flow: int
    path: str
    first: int
    last: int


def find_flows(
    flows: Sequence[Flow], root: Node, path: str = "", functions: Functions | None = None
) -> tuple[Reached, ...]:
    """Every sink that is reached, each once for a flow, in the order of paths and lines."""
    text = root.text()
    wanted = [
        number
        for number, flow in enumerate(flows)
        if (
            flow.strict
            or flow.constants
            or compile_expression(flow.sources).search(text)
            or _by_parameters(flow, text)
        )
        and (not flow.file_has or compile_expression(flow.file_has).search(text))
        and not (flow.file_lacks and compile_expression(flow.file_lacks).search(text))
    ]
    if not wanted:
        return ()
    called = None
    if all(flows[number].strict or flows[number].constants for number in wanted):
        called = {kinds.callee_of(each) + "(" for kind in kinds.CALL for each in _calls(root, kind)}
        wanted = [
            n for n in wanted if any(compile_expression(flows[n].sinks).search(c) for c in called)
        ]
        if not wanted:
            return ()
    known = functions or Functions()
    known.add_file(path, root)
    walker = Walker(tuple(flows[number] for number in wanted), path, known)
    scope: Scope = dict.fromkeys(_imported(root), UNKNOWN)
    outside = [each for each in kinds.parts_of(root) if each.kind() not in IMPORTS]
    for node in outside:
        walker.budget = max(walker.budget, 5_000)
        if not _defines(node):
            scope = walker.statement(node, scope) or scope
    for node in outside:
        if _defines(node):
            inner = dict(scope)
            for member in _fields(node):
                inner = walker.statement(member, inner) or inner
            for function in kinds.walk_functions(node):
                walker.follow(function, dict(inner))
    found = {
        Reached(
            flow=wanted[number],
            path=place,
            first=node_line(node),
            last=node.range().end.line + 1,
        )
        for number, place, node in walker.found
    }
    return tuple(sorted(found, key=lambda each: (each.path, each.first, each.flow, each.last)))


def _by_parameters(flow: Flow, text: str) -> bool:
    return any(
        regex and compile_expression(regex).search(text) for regex in (flow.marked, flow.handlers)
    )


def _calls(root: Node, kind: str) -> list[Node]:
    try:
        return root.find_all(kind=kind)
    except RuntimeError:  # the grammar has no such kind
        return []


def _defines(node: Node) -> bool:
    """Whether a statement of the file only declares functions: classes, decorated ones, exports."""
    return bool(kinds.FUNCTION.match(node.kind())) or node.kind() in (
        "decorated_definition",
        "class_definition",
        "class_declaration",
        "export_statement",
        "interface_declaration",
        "enum_declaration",
        "record_declaration",
        "abstract_class_declaration",
    )


def _fields(node: Node) -> list[Node]:
    """What classes declare beside their methods, in the order of the source."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.kind() in FIELDS:
            found.append(each)
        elif not kinds.FUNCTION.match(each.kind()):
            waiting.extend(reversed(each.children()))
    return found


def _imported(root: Node) -> list[str]:
    """Names of modules: no values, so nothing comes from them."""
    found: list[str] = []
    waiting = [each for each in root.children() if each.kind() in IMPORTS]
    waiting += [
        each
        for kind in ("import_statement", "import_from_statement")
        for each in _calls(root, kind)
    ]
    while waiting:
        node = waiting.pop()
        if node.is_leaf() and node.kind() in ("identifier", "package_identifier"):
            found.append(node.text())
        waiting.extend(node.children())
    return found
