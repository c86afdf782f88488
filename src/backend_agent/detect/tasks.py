"""The commands that a repository writes down: CI steps, targets, scripts, code blocks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.detect.content import find_all, parse_content
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.manifests import find_line
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import CommandOrigin
from backend_agent.values.tasks import TaskForm

MOST_FILES = 40
FILLED = "\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`name` "" = a bare command. `line` starts it; `body` are the commands that it runs (of a bare
    command: itself). `folder` is where it runs, relative to the root."""

    name: str
    line: str
    body: tuple[str, ...]
    folder: str
    origin: CommandOrigin
    evidence: Evidence


def read_tasks(
    listing: Listing, texts: Texts, forms: tuple[TaskForm, ...], manager: str
) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The tasks in order of forms, files and lines; and what could not be read, with file:line."""
    found: list[Task] = []
    troubles: list[str] = []
    for form in forms:
        for path in listing.find(form.file, MOST_FILES):
            full = listing.full(path)
            try:
                found.extend(_read_file(form, path, full, listing.folder, texts, manager))
            except ValueError as error:
                troubles.append(f"{full}: not valid {form.syntax.upper()}: {_one_line(error)}")
    return tuple(found), tuple(dict.fromkeys(troubles))


def _read_file(
    form: TaskForm, path: str, full: str, folder: str, texts: Texts, manager: str
) -> Iterator[Task]:
    text = texts.get(full)
    if form.syntax == "file":
        stem = posixpath.basename(path).split(".")[0]
        yield _named(form, stem, _lines(text), path, folder, Evidence(path=full), manager)
    elif form.syntax == "text":
        for match in compile_regex(form.pattern).finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            name = match.groupdict().get("name") or ""
            evidence = Evidence(path=full, line=line, text=name)
            body = _lines(match["body"])
            if name:
                yield _named(form, name, body, path, folder, evidence, manager)
            else:
                yield from _bare(form, body, folder, full, text)
    elif form.syntax == "yaml":
        for step, where in _yaml_steps(text, form):
            filled = compile_regex(form.placeholder).sub(FILLED, step) if form.placeholder else step
            yield from _bare(form, _lines(filled), where or folder, full, text)
    else:
        yield from _table(form, path, full, folder, text, manager)


def _table(
    form: TaskForm, path: str, full: str, folder: str, text: str, manager: str
) -> Iterator[Task]:
    content = parse_content(text, form.syntax)
    for at in form.at:
        for table in find_all(content, at):
            for name, body in table.items() if isinstance(table, dict) else ():
                line = find_line(text, str(name))
                evidence = Evidence(path=full, line=line, text=str(name))
                lines = _lines(_script_of(body))
                yield _named(form, str(name), lines, path, folder, evidence, manager)


def _script_of(body: object) -> str:
    if isinstance(body, dict):
        return str(body.get("cmd") or body.get("shell") or "")
    if isinstance(body, list):
        return " ".join(str(word) for word in body)
    return str(body)


def _named(
    form: TaskForm,
    name: str,
    body: tuple[str, ...],
    path: str,
    folder: str,
    evidence: Evidence,
    manager: str,
) -> Task:
    line = " ".join(
        word.replace("{name}", name)
        .replace("{path}", path)
        .replace("{manager}", manager or form.manager)
        for word in form.run
    )
    return Task(
        name=name, line=line, body=body, folder=folder, origin=form.origin, evidence=evidence
    )


def _bare(
    form: TaskForm, body: tuple[str, ...], folder: str, full: str, text: str
) -> Iterator[Task]:
    for line in body:
        moved = re.match(r"cd (\S+)$", line)
        if moved:
            # Within one step the folder stays changed.
            folder = posixpath.normpath(posixpath.join(folder, moved.group(1)))
            folder = "" if folder == "." else folder
            continue
        words = [word for word in split_words(line) if FILLED not in word]
        at = text.find(line.split(FILLED)[0].strip())
        evidence = Evidence(
            path=full,
            line=text.count("\n", 0, at) + 1 if at >= 0 else 0,
            text=line.replace(FILLED, "…")[:100],
        )
        yield Task(
            name="",
            line=" ".join(words),
            body=(line.replace(FILLED, ""),),
            folder=folder,
            origin=form.origin,
            evidence=evidence,
        )


def _yaml_steps(text: str, form: TaskForm) -> Iterator[tuple[str, str]]:
    yield from _walk(parse_content(text, "yaml"), form, "")


def _walk(node: object, form: TaskForm, folder: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for item in node:
            yield from _walk(item, form, folder)
    if not isinstance(node, dict):
        return
    here = _folder_of(node, form) or folder
    for key, value in node.items():
        if key in form.at and isinstance(value, str):
            yield value, here
        elif key in form.at and isinstance(value, list):
            yield "\n".join(item for item in value if isinstance(item, str)), here
        elif isinstance(value, dict | list):
            yield from _walk(value, form, here)


def _folder_of(node: object, form: TaskForm) -> str:
    """The folder that a step names, or that its job sets for all its steps."""
    for at in form.folders:
        for value in find_all(node, at):
            if isinstance(value, str):
                found = posixpath.normpath(value)
                # A place outside of the checkout is where the whole of it was put.
                return "" if found == "." or found[0] in "/~" else found
    return ""


def _lines(body: str) -> tuple[str, ...]:
    """Single commands: continued lines joined, chains split, comments and prompts dropped."""
    joined = re.sub(r"\\\r?\n\s*", " ", body)
    found = []
    for line in joined.splitlines():
        for part in re.split(r"\s*(?:&&|;)\s*", line.strip().lstrip("@-").strip()):
            plain = re.sub(r"^[$>%] ", "", part).strip()
            if plain and not plain.startswith("#"):
                found.append(plain)
    return tuple(found)


def split_words(line: str) -> list[str]:
    """Shell words; a line that the shell would refuse is split at spaces."""
    import shlex

    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _one_line(error: ValueError) -> str:
    return " ".join(str(error).split())
