"""Reads manifests by their data: name, dependencies, runtime, workspace; a broken one is a finding."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.detect.listing import compile_regex
from backend_agent.values.evidence import Evidence
from backend_agent.values.manifest import DependencyForm, ManifestForm, ManifestFormat
from backend_agent.world.tree import Tree, read_text

REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;#]*)")
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """`name` as the registry's rules normalise it; `version` as declared, "" = any."""

    name: str
    version: str
    evidence: Evidence
    development: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One file. `folder` is its project's; `trouble` says why it could not be read ("" = it was)."""

    path: str
    folder: str
    ecosystem: ManifestFormat
    name: str = ""
    runtime: str = ""
    manager: str = ""
    workspace: bool = False
    dependencies: tuple[Dependency, ...] = ()
    trouble: str = ""


def read_manifest(
    tree: Tree, path: str, folder: str, ecosystem: ManifestFormat, form: ManifestForm
) -> Manifest:
    """Never raises for what the file holds."""
    data = tree.read_bytes(path)
    if len(data) > LARGEST:
        return Manifest(path=path, folder=folder, ecosystem=ecosystem, trouble=f"{path}: too large")
    text = read_text(tree, path)
    try:
        content = parse_content(text, form.syntax)
    except ValueError as error:
        trouble = f"{path}:{_line_of(error)}: not valid {form.syntax.upper()}: {error}"
        return Manifest(path=path, folder=folder, ecosystem=ecosystem, trouble=trouble)
    if form.syntax in ("text", "xml"):
        return _read_text(text, path, folder, ecosystem, form)
    return Manifest(
        path=path,
        folder=folder,
        ecosystem=ecosystem,
        name=_first_text(content, form.name),
        runtime=_first_text(content, form.runtime),
        manager=_first_text(content, form.manager).split("@")[0],
        workspace=any(find_all(content, at) for at in form.workspace),
        dependencies=tuple(
            _dependency(name, version, each.development, path, text, ecosystem)
            for each in form.dependencies
            for name, version in _declared(content, each)
        ),
    )


def parse_content(text: str, syntax: str) -> object:
    """Raises ValueError where the text is not of that syntax."""
    if syntax == "toml":
        return tomllib.loads(text)
    if syntax == "json":
        return json.loads(text)
    if syntax == "xml":
        from xml.parsers import expat

        try:
            expat.ParserCreate().Parse(text.encode(), True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None
    return text


def find_all(content: object, at: str) -> list[object]:
    """Every value at the dotted path; `*` stands for any key."""
    found = [content]
    for key in at.split("."):
        inner: list[object] = []
        for value in found:
            if isinstance(value, dict):
                inner.extend(value.values() if key == "*" else [value[key]] if key in value else [])
        found = inner
    return found


def _first_text(content: object, places: tuple[str, ...]) -> str:
    for at in places:
        for value in find_all(content, at):
            if isinstance(value, str):
                return value
    return ""


def _declared(content: object, form: DependencyForm) -> Iterator[tuple[str, str]]:
    for value in find_all(content, form.at):
        if form.form == "requirements" and isinstance(value, list):
            for entry in value:
                match = REQUIREMENT.match(entry) if isinstance(entry, str) else None
                if match:
                    yield match.group(1), match.group(2).strip()
        elif isinstance(value, dict):
            for name, given in value.items():
                yield name, _version_of(given)


def _version_of(given: object) -> str:
    if isinstance(given, dict):
        return str(given.get("version", ""))
    return given if isinstance(given, str) else ""


def _read_text(
    text: str, path: str, folder: str, ecosystem: ManifestFormat, form: ManifestForm
) -> Manifest:
    return Manifest(
        path=path,
        folder=folder,
        ecosystem=ecosystem,
        name=_first_match(text, form.name),
        runtime=_first_match(text, form.runtime),
        dependencies=tuple(
            _dependency(
                match["name"],
                (match.groupdict().get("version") or "").strip(),
                each.development,
                path,
                text,
                ecosystem,
            )
            for each in form.dependencies
            for match in compile_regex(each.at).finditer(text)
        ),
    )


def _first_match(text: str, patterns: tuple[str, ...]) -> str:
    for pattern in patterns:
        found = compile_regex(pattern).search(text)
        if found:
            return found.group(1).strip()
    return ""


def _dependency(
    name: str, version: str, development: bool, path: str, text: str, ecosystem: ManifestFormat
) -> Dependency:
    line = find_line(text, name)
    evidence = Evidence(path=path, line=line, text=f"{name} {version}".strip())
    return Dependency(
        name=normalise_name(name, ecosystem),
        version=version,
        evidence=evidence,
        development=development,
    )


def normalise_name(name: str, ecosystem: ManifestFormat) -> str:
    if ecosystem.hyphens:
        return re.sub(r"[-_.]+", "-", name).lower()
    return re.sub(ecosystem.strip, "", name) if ecosystem.strip else name


def find_line(text: str, word: str) -> int:
    """The first line that holds the word by itself, 0 when none does."""
    found = re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _line_of(error: ValueError) -> int:
    number = getattr(error, "lineno", None)
    if isinstance(number, int):
        return number
    found = re.search(r"line (\d+)", str(error))
    return int(found.group(1)) if found else 0
