"""Prepares a component's own environment inside the worktree, by its own means and by data."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog import Catalog, Document
from backend_agent.values.ground_format import GroundFormat, PrepareStep, PrepareWay
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.stack import Component
from backend_agent.verify.ground.tools import Tool, provide_tool
from backend_agent.world.files import ensure_folder, read_file, remove_folder, write_atomic
from backend_agent.world.process import Runner, find_program
from backend_agent.world.programs import link_programs, outside_path, own_programs
from backend_agent.world.tree import Tree

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """`pairs` are what checks see, `online` what commands see that may ask a registry; `prepared` is
    what was done, `missing` why something is not there; `versions` lists what is installed, one a
    line, for keys of caches; `programs` are the folders of what was installed."""

    pairs: Pairs
    programs: tuple[str, ...] = ()
    online: Pairs = ()
    prepared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    versions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A way of a technology that fits, and the folder (relative to the worktree) where it does."""

    technology: str
    form: GroundFormat
    ways: tuple[PrepareWay, ...]
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every command of the preparation needs."""

    worktree: Path
    tree: Tree
    runner: Runner
    caches: Path
    folder: Path


def prepare_environment(
    tree: Tree,
    worktree: Path,
    component: Component,
    catalog: Catalog,
    runner: Runner,
    caches: Path,
    folder: Path,
) -> Environment:
    """Try the ways of the component's package manager in order until one holds.

    `folder` is the run's scratch; `caches` are shared between runs. Network only here.
    """
    desk = _Desk(worktree=worktree, tree=tree, runner=runner, caches=caches, folder=folder)
    general = _language_pairs(component, catalog, desk)
    place = _find_place(tree, component, catalog)
    if place is None:
        reason = f"no lock file or manifest of a known package manager for {component.name}"
        return Environment(pairs=(*general, ("PATH", outside_path())), missing=(reason,))
    variables = (*general, *_variables(place, desk))
    tool = _provide(place, desk, _with_path(variables, place, desk, own=True))
    install = _with_path(variables, place, desk, tool.folder, own=True)
    prepared, missing = ((), (tool.trouble,)) if tool.trouble else _install(place, desk, install)
    offline = (*variables, *place.form.offline.items())
    checks = _with_path(offline, place, desk, tool.folder, own=False)
    return Environment(
        pairs=checks,
        programs=tuple(str(desk.worktree / place.home / each) for each in place.form.programs),
        online=install,
        prepared=(*((tool.note,) if tool.note else ()), *prepared),
        missing=missing,
        versions=_list_versions(place, desk, install) if not missing else "",
    )


def _provide(place: _Place, desk: _Desk, variables: Pairs) -> Tool:
    form = place.form.provide
    if form is None:
        return Tool()
    homes = _folders_up(place.home.rstrip("/"))
    return provide_tool(form, desk.tree, homes, desk.runner, desk.caches, variables)


def _find_place(tree: Tree, component: Component, catalog: Catalog) -> _Place | None:
    """The package manager that detection found comes first, then the data's own rank. The first way that
    fits anywhere, from the component upwards, decides the folder: a lock file above a manifest
    without one is the lock file of both."""
    known = component.technology_ids()
    documents = [each for each in catalog.documents(GroundFormat) if each.value.ways]

    def order(document: Document[GroundFormat]) -> tuple[bool, int]:
        return document.technology in known, document.value.rank

    for document in sorted(documents, key=order, reverse=True):
        languages = (catalog.technology(document.technology).language, "")
        if component.language and component.language not in languages and languages[0]:
            continue
        ways = tuple(
            way for way in document.value.ways if document.technology in known or not way.known
        )
        home = _find_home(ways, tree, component.path)
        if home is not None:
            return _Place(
                technology=document.technology,
                form=document.value,
                ways=tuple(way for way in ways if _fits(way, tree, home)),
                home=home,
            )
    return None


def _find_home(ways: tuple[PrepareWay, ...], tree: Tree, path: str) -> str | None:
    homes = _folders_up(path)
    return next((home for way in ways for home in homes if _fits(way, tree, home)), None)


def _fits(way: PrepareWay, tree: Tree, home: str) -> bool:
    return any(tree.exists(home + name) for name in way.when)


def _folders_up(path: str) -> tuple[str, ...]:
    parts = path.split("/") if path else []
    above = ("/".join((*parts[:count], "")) for count in range(len(parts), 0, -1))
    return (*above, "")


def _install(
    place: _Place, desk: _Desk, variables: Pairs
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    troubles: list[str] = []
    for number, way in enumerate(place.ways):
        kept = _keep(way, place, desk)
        trouble, done = _run_way(way, place, desk, variables, number)
        restored = _restore(kept)
        if not trouble:
            notes = [f"{' '.join(each.argv)} ({each.duration:.1f} s)" for each in done]
            if troubles:
                notes.append(f"{troubles[-1]}; {way.says}" if way.says else troubles[-1])
            notes += [f"{name} would change: it was put back" for name in restored]
            return tuple(notes), ()
        troubles.append(trouble)
    # The first way is the project's own; the last tells what stood against even the loosest.
    return (), ("; ".join(dict.fromkeys((troubles[0], troubles[-1]))),)


def _run_way(
    way: PrepareWay, place: _Place, desk: _Desk, variables: Pairs, number: int
) -> tuple[str, list[Completed]]:
    done: list[Completed] = []
    for index, step in enumerate(way.steps):
        if step.if_file and not desk.tree.exists(place.home + step.if_file):
            continue
        argv = _find_argv(step, dict(variables))
        if argv is None:
            return f"{step.argv[0]} is not installed", done
        completed = desk.runner.run(
            Invocation(
                argv=argv,
                cwd=str(desk.worktree / place.home),
                profile="install" if step.network else "edit",
                environment=variables,
                writable=(str(desk.worktree), str(desk.caches), str(desk.folder)),
                timeout=step.timeout,
                log=str(desk.folder / f"prepare-{number}-{index}.log"),
            )
        )
        if not completed.succeeded:
            return explain_failure(completed, place.form), done
        done.append(completed)
    return "", done


def explain_failure(completed: Completed, form: GroundFormat) -> str:
    """The installer's own complaint in one sentence: by data, else its last line."""
    text = f"{completed.output}\n{completed.errors}"
    flat = " ".join(text.split())
    for complaint in form.complaints:
        match = re.search(complaint.pattern, flat)
        if match:
            return complaint.reason.format(*match.groups(""))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = completed.stopped or (lines[-1][:300] if lines else f"exit code {completed.exit_code}")
    return f"{' '.join(completed.argv[:4])} failed: {said}"


def _find_argv(step: PrepareStep, variables: dict[str, str]) -> tuple[str, ...] | None:
    program = find_program(step.argv[0], variables)
    return None if program is None else (step.argv[0], *step.argv[1:])


def _keep(way: PrepareWay, place: _Place, desk: _Desk) -> tuple[tuple[Path, bytes | None], ...]:
    """Each file as it is, None where there is none yet."""
    paths = (desk.worktree / place.home / name for name in way.keeps)
    return tuple((path, read_file(path) if path.is_file() else None) for path in paths)


def _restore(kept: tuple[tuple[Path, bytes | None], ...]) -> tuple[str, ...]:
    """Put back what was rewritten and remove what was made; the names of the former."""
    changed = []
    for path, content in kept:
        if content is None:
            remove_folder(path)
        elif not path.is_file() or read_file(path) != content:
            write_atomic(path, content)
            changed.append(path.name)
    return tuple(changed)


def _variables(place: _Place, desk: _Desk) -> Pairs:
    home = desk.worktree / place.home
    words = {"{home}": str(home), "{folder}": str(desk.folder), "{caches}": str(desk.caches)}
    filled = tuple((name, _fill(value, words)) for name, value in place.form.variables.items())
    return (*filled, *_cache_pairs(place.form, desk))


def _fill(value: str, words: dict[str, str]) -> str:
    for word, meaning in words.items():
        value = value.replace(word, meaning)
    return value


def _language_pairs(component: Component, catalog: Catalog, desk: _Desk) -> Pairs:
    form = catalog.document(component.language, GroundFormat)
    if form is None:
        return ()
    filled = tuple(
        (name, value.replace("{folder}", str(desk.folder)))
        for name, value in form.variables.items()
    )
    return (*filled, *_cache_pairs(form, desk))


def _cache_pairs(form: GroundFormat, desk: _Desk) -> Pairs:
    for below in form.caches.values():
        ensure_folder(desk.caches / below)
    return tuple((name, str(desk.caches / below)) for name, below in form.caches.items())


def _with_path(pairs: Pairs, place: _Place, desk: _Desk, tool: str = "", *, own: bool) -> Pairs:
    home = desk.worktree / place.home
    parts = [str(home / program) for program in place.form.programs]
    parts += [tool] if tool else []
    parts.append(outside_path())
    if own:
        # Installers that came with this program serve where the machine has none.
        parts.append(own_programs())
    else:
        # Of ours, the project's own commands see its package manager alone.
        managers = {step.argv[0] for way in place.form.ways for step in way.steps}
        parts.append(str(link_programs(desk.folder / "bin", own_programs(), tuple(managers))))
    return (*pairs, ("PATH", os.pathsep.join(parts)))


def _list_versions(place: _Place, desk: _Desk, variables: Pairs) -> str:
    if not place.form.freeze:
        return ""
    done = desk.runner.run(
        Invocation(
            argv=place.form.freeze,
            cwd=str(desk.worktree / place.home),
            environment=variables,
            writable=(str(desk.caches),),
            timeout=60,
        )
    )
    # The project itself is installed from its folder, which differs from run to run.
    lines = [line for line in done.output.splitlines() if str(desk.worktree) not in line]
    return "\n".join(sorted(lines)) if done.succeeded else ""
