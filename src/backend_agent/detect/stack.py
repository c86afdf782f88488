"""Reads a repository's stack: the door of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backend_agent.catalog import Catalog
from backend_agent.detect.components import (
    Project,
    assign_paths,
    find_projects,
    find_shared,
    read_locked,
)
from backend_agent.detect.conventions import read_conventions
from backend_agent.detect.inherit import list_upwards
from backend_agent.detect.layers import find_similar
from backend_agent.detect.links import Key, Links, key_of, link_projects
from backend_agent.detect.listing import Listing
from backend_agent.detect.managers import Managers, choose_managers, drop_managers
from backend_agent.detect.needs import find_needs
from backend_agent.detect.offers import Seen
from backend_agent.detect.ranking import choose_language, drop_idle, rank_backend
from backend_agent.detect.runbook import Runbook
from backend_agent.detect.runtimes import describe_conflict, find_runtimes, name_runtime
from backend_agent.detect.sample import Texts
from backend_agent.detect.structure import name_repository, read_structure
from backend_agent.detect.technologies import (
    Ground,
    keep_technologies,
    merge_seen,
    see_technologies,
)
from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.manifest import ManifestFormat
from backend_agent.values.stack import Component, FoundTechnology, Stack
from backend_agent.values.tasks import TaskFormat
from backend_agent.world.process import find_program
from backend_agent.world.tree import Tree

# Projects whose files are looked at; of the others only the manifests are.
MOST_EXAMINED = 60
# Components whose commands, layers and habits are read.
MOST_DETAILED = 12
# So many sources, one of so many files, are more than a folder of helpers.
SUBSTANTIAL = 50
SUBSTANTIAL_SHARE = 6
# What a library of the repository says about the program that uses it.
SHARE_OF_LIBRARIES = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A project with what its signs say, before it is known whether it is worth more. `libraries`
    are folders of other projects that it is made of, `suites` those of projects that test it."""

    project: Project
    ground: Ground
    seen: tuple[Seen, ...]
    technologies: tuple[FoundTechnology, ...]
    managers: Managers
    score: float
    libraries: tuple[str, ...] = ()
    suites: tuple[str, ...] = ()

    @property
    def substantial(self) -> bool:
        """Whether its own sources are a good part of its folder."""
        paths = self.ground.listing.paths
        own = sum(path.endswith(self.project.ecosystem.suffixes) for path in paths)
        return own >= SUBSTANTIAL and own * SUBSTANTIAL_SHARE >= len(paths)


def detect_stack(tree: Tree, catalog: Catalog) -> Stack:
    """Components with the likeliest backend first, each fact with its place; what could not be read
    or decided is in `unknown`.

    Raises InputError for a tree without files, or without any manifest or source that is known.
    """
    if not tree.paths():
        raise InputError("no files at all", hint="name a folder that holds a repository")
    layout = catalog.documents(LayoutFormat)[0].value
    listing = Listing("", tree.paths())
    projects = find_projects(tree, listing, catalog, layout)
    if not projects.found:
        raise InputError(
            f"no backend is recognisable in {len(listing.paths)} files: looked for "
            + _wanted(catalog),
            hint="name the folder that holds the service's manifest",
        )
    texts = Texts(tree)
    shared = find_shared(listing, projects.found)
    examined = _examine_all(tree, catalog, layout, projects.found, listing, shared, texts)
    documents = tuple(Evidence(path=path) for path in listing.find(layout.documents, 40))
    unknown = list(projects.troubles)
    runbook = Runbook(catalog, listing, shared, projects.found, texts)
    components = []
    for number, each in enumerate(examined):
        reader = ComponentReader(catalog, layout, documents, runbook)
        others = tuple(other.project.folder for other in examined if other is not each)
        detailed = number < MOST_DETAILED and (each.score > 0 or number == 0)
        components.append(reader.read(each, others, detailed=detailed))
        if detailed:
            unknown.extend(reader.troubles)
    unknown.extend(runbook.troubles)
    backends = [each for each, known in zip(components, examined, strict=True) if known.score > 0]
    return Stack(
        components=tuple(components),
        files=len(listing.paths),
        architecture=name_repository(components, backends, listing, documents, layout, texts),
        documents=documents,
        unknown=tuple(dict.fromkeys(unknown)),
    )


def _examine_all(
    tree: Tree,
    catalog: Catalog,
    layout: LayoutFormat,
    projects: tuple[Project, ...],
    listing: Listing,
    shared: Listing,
    texts: Texts,
) -> tuple[Examined, ...]:
    """Every program of the repository with its libraries and suites, the likeliest backend first."""
    owned = assign_paths(listing, projects, layout.vendored)
    links = link_projects(projects, owned, layout.test_projects)
    grounds = [Ground(p, owned[p.folder], shared, texts, {}, layout) for p in projects]
    if len(grounds) > MOST_EXAMINED:
        first = [_examine(tree, each, catalog, quick=True) for each in grounds]
        first.sort(key=lambda each: -each.score)
        close, rest = first[:MOST_EXAMINED], first[MOST_EXAMINED:]
        alone = [*(_examine(tree, each.ground, catalog, quick=False) for each in close), *rest]
    else:
        alone = [_examine(tree, each, catalog, quick=False) for each in grounds]
    by_key = _share_managers({key_of(each.project): each for each in alone}, catalog)
    programs = [
        _join(each, by_key, links, catalog)
        for key, each in by_key.items()
        if key not in links.parts
    ]
    return drop_idle(programs)


def _share_managers(by_key: Mapping[Key, Examined], catalog: Catalog) -> dict[Key, Examined]:
    """A project that neither names nor locks its package manager has that of the nearest one above."""
    found = dict(by_key)
    for key, each in by_key.items():
        if each.managers.proven or not each.project.folder:
            continue
        above = (by_key.get((folder, key[1])) for folder in list_upwards(each.project.folder)[1:])
        owner = next((other for other in above if other and other.managers.proven), None)
        if owner is not None:
            theirs = (s for s in owner.seen if s.technology.id in owner.managers.chosen)
            seen = merge_seen((*each.seen, *theirs))
            technologies = drop_managers(keep_technologies(seen, catalog), owner.managers, seen)
            found[key] = replace(
                each, seen=seen, managers=owner.managers, technologies=technologies
            )
    return found


def _join(
    program: Examined, by_key: Mapping[Key, Examined], links: Links, catalog: Catalog
) -> Examined:
    """The program with what its libraries use, and with the tools of the suites that test it."""
    key = key_of(program.project)
    libraries = [by_key[key_of(each)] for each in links.libraries.get(key, ())]
    suites = [by_key[key_of(each)] for each in links.suites.get(key, ())]
    if not libraries and not suites:
        return program
    tools = [seen for each in suites for seen in each.seen if seen.technology.kind == "test"]
    seen = merge_seen((*program.seen, *(s for each in libraries for s in each.seen), *tools))
    return replace(
        program,
        seen=seen,
        technologies=drop_managers(keep_technologies(seen, catalog), program.managers, seen),
        score=program.score + SHARE_OF_LIBRARIES * sum(each.score for each in libraries),
        libraries=tuple(each.project.folder for each in libraries),
        suites=tuple(each.project.folder for each in suites),
    )


def _examine(tree: Tree, ground: Ground, catalog: Catalog, *, quick: bool) -> Examined:
    project = ground.project
    if not quick:
        ground = replace(ground, locked=read_locked(tree, project))
    seen = see_technologies(ground, catalog, quick=quick)
    running = frozenset(
        document.technology for document in catalog.documents(TaskFormat) if document.value.prefix
    )
    managers = choose_managers(project, seen, running)
    found = drop_managers(keep_technologies(seen, catalog), managers, seen)
    return Examined(
        project=project,
        ground=ground,
        seen=seen,
        technologies=found,
        managers=managers,
        score=rank_backend(project, ground, seen, found),
    )


class ComponentReader:
    """Reads one component's commands, layers and habits; `troubles` is what it could not."""

    def __init__(
        self,
        catalog: Catalog,
        layout: LayoutFormat,
        documents: tuple[Evidence, ...],
        runbook: Runbook,
    ) -> None:
        self.catalog = catalog
        self.layout = layout
        self.documents = documents
        self.runbook = runbook
        self.listing = runbook.listing
        self.shared = runbook.shared
        self.texts = runbook.texts
        self.troubles: list[str] = []

    def read(self, examined: Examined, others: tuple[str, ...], *, detailed: bool) -> Component:
        project, ground = examined.project, examined.ground
        language = choose_language(project, ground, examined.technologies, self.catalog)
        runtimes = find_runtimes(project, ground.listing, self.shared, self.texts)
        runtime = name_runtime(project, examined.managers.chosen)
        plain = Component(
            path=project.folder,
            name=project.name,
            language=language,
            runtime=runtime,
            runtime_version=next((each.version for each in runtimes if each.name == runtime), ""),
            runtimes=runtimes,
            libraries=examined.libraries,
            technologies=examined.technologies,
        )
        if not detailed:
            return plain
        self.troubles.extend(describe_conflict(runtimes, project.folder))
        if examined.managers.unknown:
            self.troubles.append(examined.managers.unknown)
        structure = read_structure(
            project,
            self.listing,
            examined.libraries,
            plain,
            self.documents,
            self.catalog,
            self.layout,
            self.texts,
        )
        owners = frozenset({*project.ecosystem.languages, *plain.technology_ids()})
        commands = self.runbook.read_commands(
            project,
            ground.listing,
            examined.technologies,
            next(iter(examined.managers.chosen), ""),
            (*examined.libraries, *examined.suites),
            others,
        )
        return replace(
            plain,
            commands=commands,
            needs=find_needs(
                plain.technologies,
                commands,
                (ground.listing, self.shared) if project.folder else (ground.listing,),
                self.layout,
                self.texts,
                lambda name: find_program(name) is not None,
            ),
            architecture=structure.architecture,
            layers=structure.layers,
            imports=structure.imports,
            conventions=read_conventions(
                owners, self.catalog, ground.listing, ground.sources, self.texts
            ),
            similar=find_similar(structure.layers, self.layout, self.texts),
        )


def _wanted(catalog: Catalog) -> str:
    """The manifests that would have been understood, by language."""
    names = [document.technology for document in catalog.documents(ManifestFormat)]
    return "manifests or sources of " + ", ".join(names)
