"""No import circle inside the package; lazy and type-only imports count."""

from __future__ import annotations

import ast

from tests.house.sources import module_name, package_files, parse_file


def _imports(path_module: str, tree: ast.Module, known: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known else node.module)
    return {name for name in found if name in known and name != path_module}


def test_no_module_reaches_itself() -> None:
    modules = {module_name(path): parse_file(path) for path in package_files()}
    known = frozenset(modules)
    graph = {name: _imports(name, tree, known) for name, tree in modules.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name in done:
            return
        for target in sorted(graph[name]):
            visit(target, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())
