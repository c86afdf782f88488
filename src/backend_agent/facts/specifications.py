"""Routes that a program serves from an OpenAPI document: the document is what registers handlers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import Procedure
from backend_agent.syntax.tree import node_line, parse_source
from backend_agent.values.application import Route
from backend_agent.values.evidence import Evidence
from backend_agent.values.routing_format import SpecificationForm

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

METHODS = frozenset("get put post delete options head patch trace".split())
GRAMMARS = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
PAIRS = ("block_mapping_pair", "flow_pair", "pair")


def read_specifications(follower: Follower, form: SpecificationForm) -> Iterator[Route]:
    """The operations of every document of the component that the form names."""
    below = f"{follower.modules.component}/" if follower.modules.component else ""
    for path in follower.modules.tree.paths():
        suffix = path[path.rfind(".") :]
        if not path.startswith(below) or suffix not in GRAMMARS or not re.search(form.files, path):
            continue
        text = follower.modules.text(path)
        if re.search(r"""(?m)^\s*["']?(openapi|swagger)["']?\s*:""", text):
            yield from _read_document(follower, path, parse_source(text, GRAMMARS[suffix]))


def _read_document(follower: Follower, path: str, root: Node) -> Iterator[Route]:
    top = _pairs(root)
    prefix = _plain(top.get("basePath"))
    general = _security(top.get("security"))
    for where, item in _pairs(top.get("paths")).items():
        for method, operation in _pairs(item).items():
            if method not in METHODS or operation is None:
                continue
            fields = _pairs(operation)
            handler = _plain(fields.get("operationId"))
            own = _security(fields["security"]) if "security" in fields else general
            yield Route(
                method=method.upper(),
                path=prefix.rstrip("/") + where,
                handler=handler.rsplit(".", 1)[-1],
                evidence=Evidence(
                    path=path, line=node_line(operation) - 1, text=f"{method} {where}"
                ),
                guards=own or (),
                request_schema=_schema(fields.get("requestBody")),
                body=_code(follower, handler),
            )


def _code(follower: Follower, handler: str) -> Evidence | None:
    module, _, name = handler.rpartition(".")
    path = follower.modules.resolve(module, "openapi.py") if module else None
    found = follower.resolve(follower.frame(path).names.get(name)) if path else None
    if not isinstance(found, Procedure):
        return None
    function = found.function
    return Evidence(path=found.frame.path, line=function.line, text=function.source)


def _pairs(node: Node | None) -> dict[str, Node | None]:
    """The keys of a mapping, however deep its node hides it, with the nodes of their values."""
    waiting = [node] if node is not None else []
    while waiting:
        here = waiting.pop(0)
        found = [child for child in here.children() if child.kind() in PAIRS]
        if found:
            return {_plain(pair.field("key")): pair.field("value") for pair in found}
        waiting.extend(child for child in here.children() if child.is_named())
    return {}


def _plain(node: Node | None) -> str:
    return node.text().strip().strip("\"'") if node is not None else ""


def _security(node: Node | None) -> tuple[str, ...]:
    """The names of the schemes that are asked for; () = none."""
    text = node.text() if node is not None else ""
    return tuple(dict.fromkeys(re.findall(r"""[-{\[,]\s*["']?([A-Za-z][\w-]*)["']?\s*:""", text)))


def _schema(node: Node | None) -> str:
    """The name of the body's schema, or that there is one."""
    text = node.text() if node is not None else ""
    named = re.search(r"\$ref['\"]?\s*:\s*['\"]?#/[\w/]*/(\w+)", text)
    return named.group(1) if named else ("inline schema" if "schema" in text else "")
