"""Which commands bring a component's database up to date and start it, the most reliable first."""

from __future__ import annotations

import re
from posixpath import join

from backend_agent.catalog import Catalog
from backend_agent.values.stack import Component
from backend_agent.values.technology import ToolCommand
from backend_agent.verify.checks.documented import Documented, strip_runner, unfold_commands
from backend_agent.verify.checks.scope import build_argv, match_tool
from backend_agent.verify.checks.witness import plan_question
from backend_agent.world.tree import Tree

Runners = tuple[tuple[str, ...], ...]
Call = tuple[tuple[str, ...], str]
CONTAINERS = ("docker", "docker-compose", "podman")
# Words that only show how a command is used: `m=…`, `<name>`.
UNFILLED = re.compile(r"…|\.\.\.|<\w+>|\$\{|\$\(")
MOST = 4


def list_migrations(
    tree: Tree, component: Component, catalog: Catalog, runners: Runners
) -> tuple[Call, ...]:
    """What applies every migration: by the data of the component's own tool, else as documented.
    Each is a command and the folder, relative to the root, that it runs in."""
    documented = unfold_commands(tree, component, runners)
    technologies = [catalog.find_technology(each.id) for each in component.technologies]
    found = [
        (build_argv(command, {}, (), ()), _folder(command, documented, component))
        for technology in technologies
        for command in (
            technology.commands if technology and technology.kind == "migration" else ()
        )
        if command.kind == "migrate" and _applies(tree, component, command)
    ]
    found += [
        (call.argv, call.cwd) for call in documented if call.kind == "migrate" and _is_whole(call)
    ]
    return tuple(dict.fromkeys(found))[:MOST]


def list_starts(
    tree: Tree, component: Component, catalog: Catalog, runners: Runners
) -> tuple[Call, ...]:
    """What starts the service: as documented, down to the single program; else by the data."""
    documented = unfold_commands(tree, component, runners)
    starts = [call for call in documented if call.kind == "start" and _is_whole(call)]
    found: list[Call] = [
        (call.argv, call.cwd) for call in starts if call.argv[0] not in ("make", *CONTAINERS)
    ]
    found += [
        (strip_runner(command.argv, runners), command.cwd)
        for command in component.commands
        if command.kind == "start" and command.argv[0] not in CONTAINERS
    ]
    found += _starts_by_data(tree, component, catalog, runners)
    return tuple(dict.fromkeys(found))[:MOST]


def _starts_by_data(
    tree: Tree, component: Component, catalog: Catalog, runners: Runners
) -> list[Call]:
    question = plan_question(tree, component, catalog, runners)
    found: list[Call] = []
    for each in component.technologies:
        technology = catalog.find_technology(each.id)
        start = technology.probe.start if technology and technology.probe else ()
        if start and (question or not any("{app}" in word for word in start)):
            application = question.application if question else ""
            words = (word.replace("{app}", application).replace("{port}", "8000") for word in start)
            found.append((tuple(words), component.path))
    return found


def _applies(tree: Tree, component: Component, command: ToolCommand) -> bool:
    return not command.when or any(tree.exists(join(component.path, name)) for name in command.when)


def _folder(command: ToolCommand, documented: tuple[Documented, ...], component: Component) -> str:
    calls = (call.cwd for call in documented if match_tool(command, call.argv) is not None)
    return next(calls, component.path)


def _is_whole(call: Documented) -> bool:
    return bool(call.argv) and not any(UNFILLED.search(word) for word in call.argv)
