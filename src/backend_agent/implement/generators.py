"""The repository's own generators of resources: where it ships one, that is said first."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backend_agent.catalog import Catalog
from backend_agent.syntax.names import carries_words
from backend_agent.values.changes import ChangeSet, Note, Refusal
from backend_agent.values.evidence import Evidence
from backend_agent.values.generator import GeneratorFormat
from backend_agent.values.stack import Component
from backend_agent.world.tree import Tree, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGenerator:
    """`call` is what a person types; `asks` = it asks questions, so nobody can run it unattended."""

    title: str
    name: str
    call: str
    asks: bool
    evidence: Evidence


def find_generators(tree: Tree, component: Component, catalog: Catalog) -> tuple[OwnGenerator, ...]:
    """Those that speak of resources, each once, in the component or above it."""
    found: dict[str, OwnGenerator] = {}
    formats = [document.value for document in catalog.documents(GeneratorFormat)]
    for path in tree.paths():
        folder = posixpath.dirname(path)
        if not _is_in_reach(path, component.path):
            continue
        for form in formats:
            match = re.search(form.files, path)
            for groups in _read_names(form, match, tree, path) if match else ():
                each = _describe(form, groups | {"folder": posixpath.basename(folder)}, tree, path)
                found.setdefault(each.call, each)
    return tuple(found.values())


def tell_generators(made: ChangeSet, generators: tuple[OwnGenerator, ...]) -> ChangeSet:
    """The change with what the repository would have used itself; a refused one names it as the way."""
    notes = tuple(
        Note(
            kind="choice",
            text=f"this repository makes resources with {each.title}: `{each.call}`"
            + (", which asks questions" if each.asks else "")
            + "; this change was written by analogy instead",
            evidence=each.evidence,
        )
        for each in generators
    )
    if made.changes:
        return replace(made, notes=(*made.notes, *notes))
    refusals = tuple(
        Refusal(
            subject=each.title,
            reason=f"the repository's own generator `{each.name}` makes resources"
            + (" and asks questions while it does" if each.asks else "")
            + ": call it",
            path=each.evidence.path,
            line=each.evidence.line,
            snippet=each.call,
        )
        for each in generators
    )
    return replace(made, refusals=(*made.refusals, *refusals)) if made.refusals else made


def _is_in_reach(path: str, component: str) -> bool:
    folder = posixpath.dirname(path)
    return not component or path.startswith(f"{component}/") or _is_above(folder, component)


def _is_above(folder: str, component: str) -> bool:
    """Tools of a monorepo lie beside its components, not inside another one."""
    top = folder.split("/")[0]
    return top != component.split("/")[0] or component.startswith(f"{folder}/")


def _read_names(
    form: GeneratorFormat, match: re.Match[str], tree: Tree, path: str
) -> Iterator[dict[str, str]]:
    groups = {name: text or "" for name, text in match.groupdict().items()}
    if not form.content:
        found = [groups]
    else:
        text = read_text(tree, path)
        found = [groups | each.groupdict("") for each in re.finditer(form.content, text)]
    for each in found:
        said = " ".join(each.get(key, "") for key in ("name", "action")).strip()
        if not said or any(carries_words(said, (word,)) for word in form.words):
            yield each


def _describe(form: GeneratorFormat, groups: dict[str, str], tree: Tree, path: str) -> OwnGenerator:
    call = form.call.format(**groups)
    asks = form.asks.format(**groups) if form.asks else ""
    script = _find_script(tree, call.removeprefix("npx "))
    return OwnGenerator(
        title=form.title,
        name=" ".join(groups[key] for key in ("name", "action", "collection") if groups.get(key)),
        call=f"npm run {script}" if script else call,
        asks=bool(asks) and any(each.endswith(asks) for each in tree.paths()),
        evidence=Evidence(path=path, line=1),
    )


def _find_script(tree: Tree, call: str) -> str:
    """The script of the package that calls it."""
    if not tree.exists("package.json"):
        return ""
    try:
        scripts = json.loads(read_text(tree, "package.json")).get("scripts", {})
    except (ValueError, AttributeError):
        return ""
    if not isinstance(scripts, dict):
        return ""
    return next((name for name, text in scripts.items() if call in str(text)), "")
