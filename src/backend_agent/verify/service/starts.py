"""Which commands bring a component's database up to date and start it, the most reliable first."""

from __future__ import annotations

import re
from posixpath import join

from backend_agent.catalog import Catalog
from backend_agent.values.errors import InputError
from backend_agent.values.stack import Component
from backend_agent.values.technology import ProbeStart, ToolCommand
from backend_agent.verify.checks.areas import is_test_path
from backend_agent.verify.checks.documented import Documented, strip_runner, unfold_commands
from backend_agent.verify.checks.scope import build_argv, match_tool
from backend_agent.verify.checks.witness import plan_question
from backend_agent.world.tree import Tree, read_text

Runners = tuple[tuple[str, ...], ...]
Call = tuple[tuple[str, ...], str]
CONTAINERS = ("docker", "docker-compose", "podman")
# Words that only show how a command is used: `m=…`, `<name>`.
UNFILLED = re.compile(r"…|\.\.\.|<\w+>|\$\{|\$\(")
MOST = 4
MOST_FILES = 2000
# What stands beside a service and is none.
ASIDE = re.compile(
    r"(^|/)(examples?|tools?|scripts?|docs?|vendor|node_modules|migrations?|seeds?)/"
)


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
    known = _starts_by_data(tree, component, catalog, runners)[:2]
    # Documents tell many commands; what the data knows is tried after the first of them.
    told = list(dict.fromkeys(found))[: MOST - len(known)]
    return tuple(dict.fromkeys((*told, *known)))


def _starts_by_data(
    tree: Tree, component: Component, catalog: Catalog, runners: Runners
) -> list[Call]:
    question = plan_question(tree, component, catalog, runners)
    found: list[Call] = []
    for each in component.technologies:
        technology = catalog.find_technology(each.id)
        start = technology.probe.start if technology and technology.probe else ()
        if technology is None or technology.probe is None:
            continue
        application = question.application if question else ""
        for entry in _find_entries(tree, component, technology.probe):
            known = {"{app}": application, "{port}": "8000", **entry}
            words = tuple(_fill(word, known) for word in start)
            if all(words):
                found.append((words, component.path))
    return found


def _fill(word: str, known: dict[str, str]) -> str:
    """The word with its placeholders; "" where one of them is not known."""
    for name, value in known.items():
        if name in word and not value:
            return ""
        word = word.replace(name, value)
    return word


def _find_entries(tree: Tree, component: Component, form: ProbeStart) -> list[dict[str, str]]:
    """Where the service is made, the shallowest first; one of nothing where no file is looked for."""
    if not form.entry:
        return [{"{file}": "", "{folder}": "", "{module}": ""}]
    prefix = f"{component.path}/" if component.path else ""
    paths = [
        path.removeprefix(prefix)
        for path in tree.paths()
        if path.startswith(prefix) and not is_test_path(path) and not ASIDE.search(path)
    ]
    fitting = [path for path in paths if re.search(form.files, path)]
    fitting = sorted(fitting, key=lambda path: (path.count("/"), path))[:MOST_FILES]
    entry = re.compile(form.entry)
    marked = [path for path in fitting if entry.search(_read(tree, prefix + path))]
    return [
        {
            "{file}": path,
            "{folder}": f"./{path.rpartition('/')[0]}".rstrip("/"),
            "{module}": path.rpartition(".")[0].replace("/", "."),
        }
        for path in marked[:MOST]
    ]


def _read(tree: Tree, path: str) -> str:
    try:
        return read_text(tree, path)
    except InputError:
        return ""


def _applies(tree: Tree, component: Component, command: ToolCommand) -> bool:
    return not command.when or any(tree.exists(join(component.path, name)) for name in command.when)


def _folder(command: ToolCommand, documented: tuple[Documented, ...], component: Component) -> str:
    calls = (call.cwd for call in documented if match_tool(command, call.argv) is not None)
    return next(calls, component.path)


def _is_whole(call: Documented) -> bool:
    return bool(call.argv) and not any(UNFILLED.search(word) for word in call.argv)
