"""Which projects of a repository are parts of others: libraries of a program, suites that test it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from backend_agent.detect.components import Project
from backend_agent.detect.listing import Listing, compile_regex

# A project by folder and registry.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """`libraries` and `suites` by the project that they belong to; `parts` are in no component of
    their own."""

    libraries: Mapping[Key, tuple[Project, ...]]
    suites: Mapping[Key, tuple[Project, ...]]
    parts: frozenset[Key]


def key_of(project: Project) -> Key:
    return (project.folder, project.ecosystem.registry)


def link_projects(
    projects: tuple[Project, ...], owned: Mapping[str, Listing], test_projects: str
) -> Links:
    """A project that another one uses is a library of it, unless it is a program; a suite belongs to
    what it uses, else to the nearest project above it."""
    by_name = {(each.ecosystem.registry, each.name): each for each in reversed(projects)}
    # Some manifests name the others by their folders.
    by_name |= {
        (each.ecosystem.registry, each.folder.replace("/", ":")): each
        for each in projects
        if "/" in each.folder
    }
    uses = {key_of(each): _used_by(each, by_name) for each in projects}
    is_suite = compile_regex(test_projects).search
    suites = {key_of(each) for each in projects if each.folder and is_suite(each.folder)}
    parts: set[Key] = set()
    for key, used in uses.items():
        if key not in suites:
            parts.update(key_of(each) for each in used if not _is_program(each, owned[each.folder]))
    parts -= suites
    programs = [each for each in projects if key_of(each) not in parts | suites]
    libraries = {key_of(each): _closure(each, uses, parts) for each in programs}
    return Links(
        libraries=libraries,
        suites=_assign_suites(projects, programs, suites, uses, libraries),
        parts=frozenset(parts | suites) if programs else frozenset(),
    )


def _used_by(project: Project, by_name: Mapping[tuple[str, str], Project]) -> tuple[Project, ...]:
    registry = project.ecosystem.registry
    named = (
        *(name for manifest in project.manifests for name in manifest.local),
        *(dependency.name for dependency in project.dependencies),
    )
    found = {
        key_of(each): each
        for name in named
        if (each := by_name.get((registry, name)) or by_name.get((registry, name.split(":")[-1])))
        and each.folder != project.folder
    }
    return tuple(found.values())


def _is_program(project: Project, listing: Listing) -> bool:
    if any(manifest.program for manifest in project.manifests):
        return True
    programs = project.ecosystem.programs
    return bool(programs and listing.find(programs, 1))


def _closure(
    project: Project, uses: Mapping[Key, tuple[Project, ...]], parts: set[Key]
) -> tuple[Project, ...]:
    found: dict[Key, Project] = {}
    waiting = list(uses[key_of(project)])
    while waiting:
        each = waiting.pop()
        key = key_of(each)
        if key in parts and key not in found and key != key_of(project):
            found[key] = each
            waiting.extend(uses[key])
    return tuple(found[key] for key in sorted(found))


def _assign_suites(
    projects: tuple[Project, ...],
    programs: list[Project],
    suites: set[Key],
    uses: Mapping[Key, tuple[Project, ...]],
    libraries: Mapping[Key, tuple[Project, ...]],
) -> dict[Key, tuple[Project, ...]]:
    owners: dict[Key, list[Project]] = defaultdict(list)
    for suite in projects:
        if key_of(suite) not in suites:
            continue
        used = {key_of(each) for each in uses[key_of(suite)]}
        tested = [
            key_of(each)
            for each in programs
            if key_of(each) in used
            or used.intersection(key_of(part) for part in libraries[key_of(each)])
        ]
        for key in tested or _nearest(suite, programs):
            owners[key].append(suite)
    return {key: tuple(found) for key, found in owners.items()}


def _nearest(suite: Project, programs: list[Project]) -> list[Key]:
    """The program above the suite; where there is none, every program of its registry beside it."""
    above = [
        each for each in programs if not each.folder or suite.folder.startswith(f"{each.folder}/")
    ]
    if above:
        return [key_of(max(above, key=lambda each: len(each.folder)))]
    same = [each for each in programs if each.ecosystem.registry == suite.ecosystem.registry]
    return [key_of(each) for each in same or programs]
