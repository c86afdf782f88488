"""The commands that a repository writes down: CI steps, targets, scripts, code blocks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from backend_agent.detect.content import find_all, parse_content
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.manifests import find_line
from backend_agent.detect.sample import Texts
from backend_agent.detect.steps import read_steps
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import CommandOrigin
from backend_agent.values.tasks import TaskForm

MOST_FILES = 40
# Of one file; people write fewer, and each is weighed against all others.
MOST_TASKS = 600
FILLED = "\0"
# Only these make words of a line differ from what stands between its spaces.
QUOTING = re.compile(r"""["'\\#]""")
# A path as Windows writes it.
WINDOWS = re.compile(r"(?<!\S)\.?\.\\\w")
SHELL_SCRIPT = re.compile(r"#!.*\b(ba|z|da|k)?sh\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`name` "" = a bare command. `line` starts it; `body` are the commands that it runs (of a bare
    command: itself). `folder` is where it runs, relative to the root; `aside` marks a place that
    releases or deploys, `quoted` a command in a sentence; `trust` is less than 1 for a command that
    is only one of a task's."""

    name: str
    line: str
    body: tuple[str, ...]
    folder: str
    origin: CommandOrigin
    evidence: Evidence
    aside: bool = False
    quoted: bool = False
    trust: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Starting:
    """How tasks of this project are started: by its package manager ("" = unknown), and tools of its
    environment behind `prefix`."""

    manager: str
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One file that holds tasks, read by one form."""

    form: TaskForm
    path: str
    full: str
    folder: str
    text: str
    starting: Starting
    executable: bool


# By form, file, its folder and how its tasks are started: what was read there.
Kept = dict[tuple[TaskForm, str, str, Starting | None], tuple[Task, ...] | str]


def read_tasks(
    listing: Listing, texts: Texts, forms: tuple[TaskForm, ...], starting: Starting, kept: Kept
) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The tasks in order of forms, files and lines; and what could not be read, with file:line. Files
    that several components share are read once: `kept`."""
    found: list[Task] = []
    troubles: list[str] = []
    for form in forms:
        for path in listing.find(form.file, MOST_FILES):
            full = listing.full(path)
            key = (form, full, listing.folder, starting if form.run else None)
            if key not in kept:
                kept[key] = _try_place(form, path, full, listing.folder, texts, starting)
            read = kept[key]
            if isinstance(read, str):
                troubles.append(read)
            else:
                found.extend(read)
    return tuple(found), tuple(dict.fromkeys(troubles))


def _try_place(
    form: TaskForm, path: str, full: str, folder: str, texts: Texts, starting: Starting
) -> tuple[Task, ...] | str:
    """The tasks of one file, or why it could not be read."""
    if texts.is_too_large(full):
        return f"{full}: too large to look for commands in it"
    place = Place(
        form=form,
        path=path,
        full=full,
        folder=folder,
        text=_written(texts.get(full), form),
        starting=starting,
        executable=form.syntax == "file" and texts.tree.is_executable(full),
    )
    try:
        return tuple(_read_place(place))
    except (ValueError, RecursionError) as error:
        return f"{full}: not valid {form.syntax.upper()}: {_one_line(error)}"


def _written(text: str, form: TaskForm) -> str:
    """The text without what a program wrote into it; every line keeps its number."""
    if not form.skips:
        return text
    return compile_regex(form.skips).sub(lambda found: "\n" * found.group().count("\n"), text)


def _read_place(place: Place) -> Iterator[Task]:
    form, text = place.form, place.text
    if form.syntax == "file":
        stem = posixpath.basename(place.path).split(".")[0]
        # What another language says in a script is no command line.
        body = split_lines(text) if SHELL_SCRIPT.match(text) or "." in place.path else ()
        task = _named(place, stem, body, Evidence(path=place.full))
        yield replace(task, line=f"./{place.path}") if place.executable else task
    elif form.syntax == "text":
        line, counted = 1, 0
        for match in islice(compile_regex(form.pattern).finditer(text), MOST_TASKS):
            if form.refused and compile_regex(form.refused).search(_sentence(text, match.start())):
                continue
            groups = match.groupdict()
            name, space = groups.get("name") or "", groups.get("space") or ""
            # Blank lines in front belong to the match, not to the task.
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            line, counted = line + text.count("\n", counted, start), start
            parts = [_start(place, each) for each in (groups.get("parts") or "").split()]
            body = (*parts, *split_lines(groups.get("body") or ""))
            full_name = f"{space}:{name}" if space else name
            if name:
                evidence = Evidence(path=place.full, line=line, text=full_name)
                yield _named(place, full_name, body, evidence)
            else:
                yield from _bare(place, body, place.folder, (start, match.end()), line)
    elif form.syntax == "yaml":
        for step, where in islice(read_steps(text, form), MOST_TASKS):
            filled = compile_regex(form.placeholder).sub(FILLED, step) if form.placeholder else step
            whole = (0, len(text))
            yield from _bare(place, split_lines(filled), where or place.folder, whole, 1)
    else:
        yield from islice(_table(place), MOST_TASKS)


def _table(place: Place) -> Iterator[Task]:
    content = parse_content(place.text, place.form.syntax.removesuffix("-table"))
    for at in place.form.at:
        for table in find_all(content, at):
            for name, body in table.items() if isinstance(table, dict) else ():
                line = find_line(place.text, str(name))
                evidence = Evidence(path=place.full, line=line, text=str(name))
                yield _named(place, str(name), split_lines(_script_of(body)), evidence)


def _script_of(body: object) -> str:
    """Of a table's entry the text; a table of its own says it under one of several keys, and the
    entries of a list are commands that follow each other, or the words of one."""
    if isinstance(body, dict):
        inner = (body.get(key) for key in ("cmds", "cmd", "shell", "command", "sequence"))
        return _script_of(next((each for each in inner if each), ""))
    if isinstance(body, list):
        words = [_script_of(each) for each in body]
        return "\n".join(words) if any(" " in word for word in words) else " ".join(words)
    return str(body)


def _named(place: Place, name: str, body: tuple[str, ...], evidence: Evidence) -> Task:
    form = place.form
    called = name.lower() if form.lower else name
    return Task(
        name=called,
        line=_start(place, called),
        body=body,
        folder=place.folder,
        origin=form.origin,
        evidence=evidence,
        aside=_is_aside(place),
    )


def _start(place: Place, name: str) -> str:
    """The line that starts a task of that name."""
    form = place.form
    words = [
        word.replace("{name}", name)
        .replace("{path}", place.path)
        .replace("{manager}", place.starting.manager or form.manager)
        for word in form.run
    ]
    return " ".join([*(place.starting.prefix if form.managed else ()), *words])


def _is_aside(place: Place) -> bool:
    aside = place.form.aside
    return bool(aside and compile_regex(aside).search(place.path))


def _bare(
    place: Place, body: tuple[str, ...], folder: str, span: tuple[int, int], first: int
) -> Iterator[Task]:
    """The lines of one block, which stands between the two offsets and starts in line `first`."""
    for line in body:
        moved = re.match(r"cd (\S+)$", line)
        if moved:
            # Within one step the folder stays changed.
            folder = posixpath.normpath(posixpath.join(folder, moved.group(1)))
            folder = "" if folder == "." else folder
            continue
        words = [word for word in split_words(line) if FILLED not in word]
        yield Task(
            name="",
            line=" ".join(f'"{word}"' if " " in word else word for word in words),
            body=(line.replace(FILLED, ""),),
            folder=folder,
            origin=place.form.origin,
            evidence=_place_of(line, place, span, first),
            aside=_is_aside(place),
            quoted=place.form.quoted,
        )


def _sentence(text: str, at: int) -> str:
    """The sentence around the place: it ends at a stop before a space, or with its line."""
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at)) + 1
    ends = [end for end in (text.find("\n", at), text.find(". ", at)) if end >= 0]
    return text[start : min(ends, default=len(text))]


def _place_of(line: str, place: Place, span: tuple[int, int], first: int) -> Evidence:
    """Where the line stands within the block."""
    at = place.text.find(line.split(FILLED)[0].strip(), *span)
    number = first + place.text.count("\n", span[0], at) if at >= 0 else 0
    return Evidence(path=place.full, line=number, text=line.replace(FILLED, "…")[:100])


def split_lines(body: str) -> tuple[str, ...]:
    """Single commands: continued lines joined, chains split, comments and prompts dropped."""
    joined = re.sub(r"\\\r?\n\s*", " ", body)
    found = []
    for line in joined.splitlines():
        bare = line.strip().lstrip("@-").strip()
        if not bare.startswith("#"):
            bare = re.sub(r"^\((.*)\)$", r"\1", bare)
            bare = re.sub(r"""^(?:docker\s.*?\s)?(?:ba|z)?sh -l?c (["'])(.*)\1$""", r"\2", bare)
        for part in re.split(r"\s*(?:&&|;(?!;))\s*", bare):
            plain = re.sub(r"^[$>%] ", "", part).strip()
            if WINDOWS.search(plain):
                plain = plain.replace("\\", "/")
            if plain and not plain.startswith("#"):
                found.append(plain)
    return tuple(found)


def split_words(line: str) -> list[str]:
    """Shell words; a line that the shell would refuse is split at spaces."""
    return list(_split_once(line))


@lru_cache(maxsize=20_000)
def _split_once(line: str) -> list[str]:
    if not QUOTING.search(line):
        return line.split()
    import shlex

    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
