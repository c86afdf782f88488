"""Writes docs/reference from the data and the code; `--check` only tells which pages are stale.

Run by `make docs`; a test runs it with `--check`.
"""

from __future__ import annotations

import json
import re
import sys
import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from inspect import cleandoc
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union

from generate_commands import render_answers, render_commands
from generate_rules import render_rules

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.catalog.forms import list_forms
from backend_agent.cli.schemas import render_schemas
from backend_agent.deliver.json_report import write_report_schema
from backend_agent.values import errors
from backend_agent.values.standard import CheckedBy, Standard
from backend_agent.values.technology import LifeStatus, Technology, TechnologyKind, folder_of

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs`; edit the data instead. -->\n"
ABOUT_STANDARDS = """What good looks like. The Done table of a report has a row for each of these that
the change touches: met, violated, not applicable, or not checked, with the evidence. Where a repository
has a convention of its own, it wins over a row marked ◇; correctness and security do not bend.
"""
ABOUT_FORMS = """Every kind of document below `data/` or a pack, and the keys it may hold. Unknown keys
are refused. `backend-agent check-data DIR` proves a pack.
"""
ABOUT_ERRORS = """An error says what is wrong and where, and what to do about it. Trouble that is
expected, such as a check that could not run, is no error: it is a line of the report with its reason.
"""
EXIT_CODES = (
    (0, "good; also partially verified, unless `--strict` was given"),
    (1, "findings, failed checks, or a program that failed"),
    (2, "wrong input, wrong data, or a program that is missing"),
    (3, "a fault of backend-agent itself: please report it"),
    (4, "refused, or no engine can do it; the plan that was made is printed"),
    (5, "stopped by a budget of time, money or attempts"),
    (130, "interrupted; `backend-agent runs resume` continues"),
)


def main(arguments: list[str]) -> int:
    pages = dict(render_pages(load_catalog()))
    stale = [
        name
        for name, text in pages.items()
        if not (REFERENCE / name).is_file()
        or (REFERENCE / name).read_text(encoding="utf-8") != text
    ]
    present = {path.name for path in (REFERENCE / "technologies").glob("*.md")}
    gone = sorted(present - {name.rpartition("/")[2] for name in pages})
    if "--check" in arguments:
        for name in (*stale, *(f"technologies/{name}" for name in gone)):
            sys.stdout.write(f"docs/reference/{name} is stale: run `make docs`\n")
        return 1 if stale or gone else 0
    for name in gone:
        (REFERENCE / "technologies" / name).unlink()
    for name in stale:
        path = REFERENCE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name], encoding="utf-8")
        sys.stdout.write(f"wrote docs/reference/{name}\n")
    return 0


def render_pages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Path below docs/reference and text of every generated page."""
    yield "standards.md", render_standards(catalog.standards)
    kinds = [kind for kind in typing.get_args(TechnologyKind) if catalog.technologies_of(kind)]
    for kind in kinds:
        yield f"technologies/{folder_of(kind)}.md", render_kind(kind, catalog)
    yield "technologies/README.md", render_kinds(kinds, catalog)
    yield "rules.md", MADE + "\n" + render_rules(catalog)
    yield "data-formats.md", render_forms()
    yield "errors.md", render_errors()
    yield "exit-codes.md", render_exit_codes()
    yield "commands.md", MADE + render_commands()
    yield "json/README.md", MADE + render_answers()
    yield "report.schema.json", write_report_schema()
    for name, text in render_schemas():
        yield f"json/{name}", text


def render_standards(standards: tuple[Standard, ...]) -> str:
    pending = sum(_is_pending(standard) for standard in standards)
    lines = [
        MADE,
        "# Standards\n",
        ABOUT_STANDARDS,
        f"{len(standards)} rows. Nothing decides {pending} of them yet; a report says so.",
    ]
    area = ""
    for standard in standards:
        if standard.area != area:
            area = standard.area
            lines += [
                "",
                f"## {area}\n",
                "| id | statement | level | decided by |",
                "|---|---|---|---|",
            ]
        level = " ".join(filter(None, (standard.level, standard.level_note, "◇" * standard.house)))
        judges = ", ".join(_show_judge(judge) for judge in standard.checked_by)
        sources = f"<br>*{'; '.join(standard.sources)}*" if standard.sources else ""
        statement = f"{_cell(standard.statement)}<br>{_cell(standard.why)}{_cell(sources)}"
        lines.append(f"| {standard.id} | {statement} | {level} | {judges} |")
    return "\n".join(lines) + "\n"


def _is_pending(standard: Standard) -> bool:
    return all(judge.kind == "pending" for judge in standard.checked_by)


def _show_judge(judge: CheckedBy) -> str:
    return f"{judge.id}: pending" if judge.kind == "pending" else f"{judge.kind} `{judge.id}`"


def render_kinds(kinds: list[TechnologyKind], catalog: Catalog) -> str:
    lines = [MADE, "# Technologies\n", "| kind | known |", "|---|---|"]
    for kind in kinds:
        names = ", ".join(each.title for each in catalog.technologies_of(kind))
        lines.append(f"| [{kind}]({folder_of(kind)}.md) | {names} |")
    return "\n".join(lines) + "\n"


def render_kind(kind: TechnologyKind, catalog: Catalog) -> str:
    lines = [MADE, f"# Technologies: {kind}\n"]
    for technology in catalog.technologies_of(kind):
        lines += [f"## {technology.title}\n", *_show_technology(technology), ""]
        notes = catalog.notes(technology.id)
        if notes:
            lines += ["What a senior knows:\n", notes.partition("\n")[2].strip(), ""]
    return "\n".join(lines).rstrip() + "\n"


def _show_technology(technology: Technology) -> Iterator[str]:
    facts = [f"id `{technology.id}`"]
    if technology.language:
        facts.append(technology.language)
    if technology.version:
        version = technology.version
        how = "verified" if version.source == "registry" else "recorded"
        facts.append(f"{version.verified} {how} on {version.verified_on}")
    if technology.status.state != "active":
        facts.append(_show_status(technology.status))
    facts += [f"below {each.below}: {_show_status(each.status)}" for each in technology.older]
    yield " · ".join(facts)
    if technology.commands:
        yield ""
        for command in technology.commands:
            effect = " (writes)" if command.writes else ""
            yield f"- {command.kind}{effect}: `{' '.join(command.argv)}`"


def _show_status(status: LifeStatus) -> str:
    since = f" since {status.since}" if status.since else ""
    return f"**{status.state}**{since}, use {' or '.join(status.replaced_by)} ({status.source})"


def render_forms() -> str:
    lines = [
        MADE,
        "# Data formats\n",
        ABOUT_FORMS.rstrip(),
    ]
    shown: list[type] = []
    for form in list_forms():
        lines += ["", f"## `{form.place}`\n", *_show_shape(form.shape, shown)]
    return "\n".join(lines) + "\n"


def _show_shape(shape: type, shown: list[type]) -> Iterator[str]:
    if shape in shown:
        yield f"A {shape.__name__}, as above."
        return
    shown.append(shape)
    yield from _show_docstring(shape)
    yield "| key | type | default |"
    yield "|---|---|---|"
    hints = typing.get_type_hints(shape)
    for field in fields(shape):
        yield f"| `{field.name}` | {_cell(_show_type(hints[field.name]))} | {_show_default(field)} |"
    for inner in _list_shapes(hints.values()):
        if inner not in shown:
            yield ""
            yield f"### {inner.__name__}\n"
            yield from _show_shape(inner, shown)


def _list_shapes(annotations: typing.Iterable[Any]) -> Iterator[type]:
    for annotation in annotations:
        if is_dataclass(annotation):
            yield typing.cast("type", annotation)
        else:
            yield from _list_shapes(typing.get_args(annotation))


def _show_docstring(shape: type) -> Iterator[str]:
    """The class's own words; a paragraph laid out in columns keeps its layout."""
    text = shape.__doc__ or ""
    if text.startswith(f"{shape.__name__}("):
        return
    for paragraph in cleandoc(text).split("\n\n"):
        columns = re.search(r"(?m)^\w+ {2,}\S", paragraph)
        yield f"```\n{paragraph}\n```\n" if columns else f"{paragraph}\n"


def _show_type(annotation: Any) -> str:
    arguments = typing.get_args(annotation)
    origin = typing.get_origin(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is tuple and arguments[-1] is Ellipsis:
        return f"list of {_show_type(arguments[0])}"
    if origin in (UnionType, Union):
        return " or ".join(_show_type(each) for each in arguments if each is not type(None))
    if origin is not None:
        return f"{_NAMES.get(origin.__name__, origin.__name__)} of " + ", ".join(
            _show_type(each) for each in arguments
        )
    name: str = annotation.__name__
    return _NAMES.get(name, name)


_NAMES = {
    "str": "text",
    "int": "number",
    "bool": "true or false",
    "tuple": "list",
    "Mapping": "table",
}


def _show_default(field: Field[Any]) -> str:
    if field.default_factory is not MISSING:
        return "empty"
    if field.default is MISSING:
        return "**required**"
    if is_dataclass(field.default):
        return "its own defaults"
    if field.default is None:
        return "absent"
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return "empty" if field.default in ("", ()) else f"`{json.dumps(field.default)}`"


def render_errors() -> str:
    tree = re.findall(r"── (\w+)\s+(.*?)\s+\(exit (\d)\)", errors.__doc__ or "")
    lines = [
        MADE,
        "# Errors\n",
        ABOUT_ERRORS.rstrip(),
    ]
    for name, meaning, code in tree:
        error: type[errors.BackendAgentError] = getattr(errors, name)
        assert error.exit_code == int(code), f"the tree in values/errors.py is wrong about {name}"
        lines += ["", f"## {error.slug}\n", f"`{name}`: {meaning}. Exit code {code}."]
    slug = errors.BackendAgentError.slug
    lines += ["", f"## {slug}\n", "A fault of backend-agent itself. Exit code 3. Please report it."]
    return "\n".join(lines) + "\n"


def render_exit_codes() -> str:
    lines = [MADE, "# Exit codes\n", "| code | meaning |", "|---|---|"]
    lines += [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
