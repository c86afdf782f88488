"""Gets a package manager that the machine lacks, in the release that the project asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from backend_agent.values.ground_format import ToolProvision
from backend_agent.values.process import Invocation
from backend_agent.world.files import ensure_folder, remove_folder
from backend_agent.world.process import Runner, find_program
from backend_agent.world.tree import Tree, read_text

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """`folder` holds the program ("" = the machine has it, or it could not be had); `note` tells
    what was done, `trouble` why it is not there."""

    folder: str = ""
    note: str = ""
    trouble: str = ""


def provide_tool(
    form: ToolProvision,
    tree: Tree,
    homes: tuple[str, ...],
    runner: Runner,
    caches: Path,
    variables: Pairs,
) -> Tool:
    """The tool from the machine, else from the shared cache, else installed there.

    `homes` are the folders to look for the wanted release in, the nearest first, each "" or with a
    `/` at its end; `variables` hold the PATH that the program is looked for on.
    """
    if find_program(form.program, dict(variables)):
        return Tool()
    spec = _find_spec(form, tree, homes)
    if not spec:
        return Tool(trouble=f"{form.program} is not installed")
    place = caches / "tools" / re.sub(r"[^\w.-]", "_", spec)
    folder = str(place / form.folder) if form.folder else str(place)
    if find_program(form.program, {"PATH": folder}):
        return Tool(folder=folder)
    trouble = _install_tool(form, spec, place, runner, caches, variables)
    if trouble or not find_program(form.program, {"PATH": folder}):
        remove_folder(place)
        said = trouble or "the program was not in what was installed"
        return Tool(trouble=f"{form.program} is not installed, and {spec} could not be: {said}")
    return Tool(folder=folder, note=f"{spec} was installed for this run, the machine has none")


def _install_tool(
    form: ToolProvision, spec: str, place: Path, runner: Runner, caches: Path, variables: Pairs
) -> str:
    argv = tuple(each.format(prefix=place, spec=spec) for each in form.argv)
    if find_program(argv[0], dict(variables)) is None:
        return f"{argv[0]} is not installed"
    ensure_folder(place)
    done = runner.run(
        Invocation(
            argv=argv,
            cwd=str(place),
            profile="install",
            environment=variables,
            writable=(str(caches),),
            timeout=300,
        )
    )
    lines = [line for line in f"{done.output}\n{done.errors}".splitlines() if line.strip()]
    return "" if done.succeeded else done.stopped or (lines[-1][:200] if lines else "it failed")


def _find_spec(form: ToolProvision, tree: Tree, homes: tuple[str, ...]) -> str:
    for version in form.versions:
        for home in homes:
            path = home + version.file
            found = re.search(version.pattern, read_text(tree, path)) if tree.exists(path) else None
            if found:
                return version.spec.format(*found.groups(""))
    return ""
