"""The running application as second witness of its routes: asked where data knows how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.values.changes import RouteKey
from backend_agent.values.errors import InputError
from backend_agent.values.process import Invocation
from backend_agent.values.stack import Component
from backend_agent.values.technology import ToolCommand
from backend_agent.verify.checks.areas import is_test_path
from backend_agent.verify.checks.documented import unfold_commands
from backend_agent.verify.checks.readers.openapi_json import list_operations, read_openapi_json
from backend_agent.verify.checks.run import Bench
from backend_agent.verify.checks.scope import build_argv
from backend_agent.world.tree import Tree, read_text

APPLICATION = re.compile(r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")
MOST_FILES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How to ask: the filled command, and where the application was found."""

    argv: tuple[str, ...]
    cwd: str
    application: str
    timeout: int


def plan_question(
    tree: Tree,
    component: Component,
    catalog: Catalog,
    runners: tuple[tuple[str, ...], ...],
) -> Question | None:
    """None where no technology of the component can be asked, or the application is not found."""
    for found in component.technologies:
        technology = catalog.find_technology(found.id)
        for command in technology.commands if technology else ():
            if command.kind != "routes" or command.reader != "openapi-json":
                continue
            application = next(_find_applications(tree, component, command, runners), None)
            if application:
                argv = build_argv(command, {"app": application}, (), ())
                return Question(
                    argv=argv,
                    cwd=component.path,
                    application=application,
                    timeout=command.timeout,
                )
    return None


def ask_routes(question: Question, bench: Bench) -> tuple[RouteKey, ...] | str:
    """The operations that the application tells, or why it tells none."""
    completed = bench.runner.run(
        Invocation(
            argv=question.argv,
            cwd=str(bench.worktree / question.cwd),
            profile="verify",
            environment=bench.environment,
            writable=(str(bench.worktree),),
            timeout=question.timeout,
        )
    )
    reading = read_openapi_json(completed, "")
    return list_operations(completed.output) if reading.proves else reading.blind


def _find_applications(
    tree: Tree,
    component: Component,
    command: ToolCommand,
    runners: tuple[tuple[str, ...], ...],
) -> Iterator[str]:
    """As the documented start names it, else where the sources make it (`when_text`, group name)."""
    for call in unfold_commands(tree, component, runners):
        if call.kind == "start":
            yield from (word for word in call.argv if APPLICATION.match(word))
    if not command.when_text:
        return
    pattern = re.compile(command.when_text)
    for path in _source_paths(tree, component, command):
        try:
            found = pattern.search(read_text(tree, path))
        except InputError:
            continue
        if found:
            yield f"{_module_of(path, component, tree)}:{found['name']}"


def _source_paths(tree: Tree, component: Component, command: ToolCommand) -> tuple[str, ...]:
    prefix = f"{component.path}/" if component.path else ""
    paths = [
        path
        for path in tree.paths()
        if path.startswith(prefix) and re.search(command.files, path) and not is_test_path(path)
    ]
    # The application stands near the top of its package, examples and tools lie deeper.
    return tuple(sorted(paths, key=lambda path: (path.count("/"), path))[:MOST_FILES])


def _module_of(path: str, component: Component, tree: Tree) -> str:
    inside = path.removeprefix(f"{component.path}/") if component.path else path
    parts = inside.rpartition(".")[0].split("/")
    first = f"{component.path}/{parts[0]}".lstrip("/")
    if len(parts) > 1 and parts[0] == "src" and not tree.exists(f"{first}/__init__.py"):
        parts = parts[1:]
    return ".".join(part for part in parts if part != "__init__")
