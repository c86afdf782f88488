"""The steps of a pipeline: commands at any depth of a YAML file, each with the folder it runs in."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from backend_agent.detect.content import find_all, parse_content
from backend_agent.detect.listing import compile_regex
from backend_agent.values.tasks import TaskForm


def read_steps(text: str, form: TaskForm) -> Iterator[tuple[str, str]]:
    """Each command text with its folder ("" = the root). Raises ValueError with the line where the
    text is not YAML."""
    yield from _walk(parse_content(text, "yaml"), form, "")


def _walk(node: object, form: TaskForm, folder: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for item in node:
            yield from _walk(item, form, folder)
    if not isinstance(node, dict):
        return
    here = _folder_of(node, form) or folder
    yield from ((line, here) for line in _action_lines(node, form))
    more = " ".join(_texts(node.get(form.words))) if form.words else ""
    for key, value in node.items():
        if key in form.at and isinstance(value, str):
            yield f"{value} {more}".strip(), here
        elif key in form.at and isinstance(value, list):
            yield "\n".join(_texts(value)), here
            yield from _walk([each for each in value if isinstance(each, dict)], form, here)
        elif isinstance(value, dict | list):
            yield from _walk(value, form, here)


def _texts(value: object) -> list[str]:
    """The texts of a list, also of lists within it (YAML anchors put them there)."""
    if isinstance(value, str):
        return [value]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def _action_lines(node: dict[object, object], form: TaskForm) -> Iterator[str]:
    """The command that a packaged action stands for, with its settings filled in."""
    name, settings = node.get("uses"), node.get("with")
    if not isinstance(name, str):
        return
    given = settings if isinstance(settings, dict) else {}
    for action in form.actions:
        if compile_regex(action.uses).search(name):
            line = action.line
            for key, value in given.items():
                line = line.replace("{" + str(key) + "}", str(value))
            yield compile_regex(r"\s*\{\S+\}").sub("", line)


def _folder_of(node: object, form: TaskForm) -> str:
    """The folder that a step names, or that its job sets for all its steps."""
    for at in form.folders:
        for value in find_all(node, at):
            if isinstance(value, str) and value:
                found = posixpath.normpath(value)
                # A place outside of the checkout is where the whole of it was put.
                return "" if found == "." or found[0] in "/~" else found
    return ""
