"""The stack as a brief for the agents that work in a repository, kept between two markers of a file."""

from __future__ import annotations

import re
import shlex

from backend_agent.values.errors import InputError
from backend_agent.values.stack import Command, Component, FoundTechnology, Layer, Stack

BEGIN = "<!-- backend-agent: begin (made by `backend-agent detect --markdown`; edit outside) -->"
END = "<!-- backend-agent: end -->"
MARKER = re.compile(r"<!-- backend-agent: (begin|end)\b[^\n]*?-->")
MOST_PATHS = 3
MOST_SIMILAR = 3
MOST_HABITS = 8
MOST_COMMANDS = 2
MOST_VARIABLES = 12
MOST_COMPONENTS = 8


def brief_text(stack: Stack) -> str:
    """Markdown, short enough to be read before every task: what it is, how it runs, what to copy."""
    lines = ["## Backend: what this repository is", ""]
    if not stack.components:
        lines += ["No backend was recognised.", ""]
    for component in stack.components[:MOST_COMPONENTS]:
        lines += [*_show_component(component), ""]
    rest = ", ".join(f"`{each.path or '.'}`" for each in stack.components[MOST_COMPONENTS:])
    if rest:
        lines += [f"Beside them: {rest}.", ""]
    lines.append("After work: `backend-agent verify`, and repeat its first line word for word.")
    return "\n".join(lines) + "\n"


def place_brief(text: str, brief: str, where: str = "the file") -> str:
    """`text` with the brief between its markers: in the place of the one before, else at the end.

    Every character outside the markers stays; placed twice is placed once. The line ends are the
    file's own. Raises InputError where the markers do not come as one pair.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    block = f"{BEGIN}\n{brief.rstrip()}\n{END}".replace("\n", newline)
    found = list(MARKER.finditer(text))
    if not found:
        gap = "" if not text else newline if text.endswith(("\n", "\r")) else newline * 2
        return f"{text}{gap}{block}{newline}"
    if [each[1] for each in found] != ["begin", "end"]:
        line = text[: found[0].start()].count("\n") + 1
        raise InputError(
            f"{where}:{line}: the markers of the brief are not one `begin` and one `end` behind it",
            hint="remove the markers that are too many, and what lies between them",
        )
    return text[: found[0].start()] + block + text[found[1].end() :]


def _show_component(component: Component) -> list[str]:
    runtime = f"{component.language} {component.runtime_version}".strip()
    lines = [f"### {component.name} (`{component.path or '.'}`, {runtime})", ""]
    if component.technologies:
        named = ", ".join(_name(found) for found in component.technologies)
        lines.append(f"- built with {named}")
    if component.architecture.name != "unknown":
        lines.append(f"- architecture: {component.architecture.name}")
    lines += [f"- {layer.role}: {_show_paths(layer)}" for layer in component.layers]
    habits = [f"{habit.name} {habit.value}" for habit in component.conventions[:MOST_HABITS]]
    if habits:
        lines.append(f"- habits: {'; '.join(habits)}")
    for similar in component.similar[:MOST_SIMILAR]:
        paths = dict.fromkeys(path for layer in similar.layers for path in layer.paths)
        shown = ", ".join(f"`{path}`" for path in list(paths)[: 2 * MOST_PATHS])
        lines.append(f"- write a resource like `{similar.resource}`: {shown}")
    return [*lines, *_show_commands(component), *_show_needs(component)]


def _show_commands(component: Component) -> list[str]:
    """What somebody wrote down; only how one test file runs alone may be a guess, and is called one."""
    lines = []
    for kind in dict.fromkeys(command.kind for command in component.commands):
        all_of_kind = [command for command in component.commands if command.kind == kind]
        documented = [command for command in all_of_kind if command.origin != "default"]
        shown = " or ".join(map(_show_command, documented[:MOST_COMMANDS]))
        if kind == "test-file":
            guess = "" if documented else f"{_show_command(all_of_kind[0])} (a guess)"
            lines.append(f"- one test file alone: {shown or guess}")
        elif shown:
            lines.append(f"- {kind}: {shown}")
    return lines


def _show_needs(component: Component) -> list[str]:
    """Services, variables of the environment, and the programs of the commands that are not here."""
    lines = []
    services = [need.name for need in component.needs if need.kind == "service"]
    if services:
        lines.append(f"- needs running: {', '.join(services)}")
    variables = [need for need in component.needs if need.kind == "variable"]
    if variables:
        names = ", ".join(f"`{need.name}`" for need in variables[:MOST_VARIABLES])
        more = len(variables) - MOST_VARIABLES
        place = variables[0].evidence.path if variables[0].evidence else ""
        rest = f" and {more} more" if more > 0 else ""
        lines.append(f"- needs set: {names}{rest} (examples in `{place}`)")
    tools = [need for need in component.needs if need.kind == "tool"]
    if tools:
        said = (f"`{t.name}`" + ("" if t.present is not False else " (not here)") for t in tools)
        lines.append(f"- needs installed: {', '.join(said)}")
    return lines


def _name(found: FoundTechnology) -> str:
    text = f"{found.title} {found.version}".strip()
    if found.status in ("deprecated", "archived"):
        return f"{text} ({found.status}, use {' or '.join(found.replaced_by) or 'a successor'})"
    return text


def _show_paths(layer: Layer) -> str:
    shown = ", ".join(f"`{path}`" for path in layer.paths[:MOST_PATHS])
    more = len(layer.paths) - MOST_PATHS
    return f"{shown} and {more} more" if more > 0 else shown


def _show_command(command: Command) -> str:
    place = f" (in `{command.cwd}`)" if command.cwd else ""
    return f"`{shlex.join(command.argv)}`{place}"
