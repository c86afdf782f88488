"""Reads a repository's stack: the door of this room."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend_agent.catalog import Catalog
from backend_agent.detect.architecture import name_architecture
from backend_agent.detect.commands import (
    Recogniser,
    Scope,
    choose_commands,
    default_commands,
)
from backend_agent.detect.components import (
    Project,
    assign_paths,
    find_projects,
    find_runtime,
    find_shared,
    read_locked,
)
from backend_agent.detect.conventions import read_conventions
from backend_agent.detect.layers import find_layers, find_similar
from backend_agent.detect.listing import Listing
from backend_agent.detect.managers import Managers, choose_managers, drop_managers
from backend_agent.detect.ranking import choose_language, drop_idle, rank_backend
from backend_agent.detect.sample import Texts
from backend_agent.detect.tasks import Task, read_tasks
from backend_agent.detect.technologies import Ground, keep_technologies, see_technologies
from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.manifest import ManifestFormat
from backend_agent.values.stack import Command, Component, FoundTechnology, Stack
from backend_agent.values.tasks import CommandWords, TaskForm, TaskFormat
from backend_agent.world.tree import Tree

MOST_DETAILED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A project with what its signs say, before it is known whether it is worth more."""

    project: Project
    ground: Ground
    technologies: tuple[FoundTechnology, ...]
    managers: Managers
    score: float


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
    if not projects:
        raise InputError(
            f"no backend is recognisable in {len(listing.paths)} files: looked for "
            + _wanted(catalog),
            hint="name the folder that holds the service's manifest",
        )
    texts = Texts(tree)
    owned = assign_paths(listing, projects)
    shared = find_shared(listing, projects)
    tests = next(words.paths for words in layout.layers if words.role == "tests")
    grounds = [Ground(p, owned[p.folder], shared, texts, {}, tests) for p in projects]
    first = drop_idle(tuple(_examine(tree, each, catalog, quick=True) for each in grounds))
    close = [each for each in first if each.score > 0][:MOST_DETAILED] or first[:MOST_DETAILED]
    examined = drop_idle(
        (
            *(_examine(tree, each.ground, catalog, quick=False) for each in close),
            *(each for each in first if each not in close),
        )
    )
    documents = tuple(Evidence(path=path) for path in listing.find(layout.documents, 40))
    unknown = [each.trouble for p in projects for each in p.manifests if each.trouble]
    components = []
    for each in examined:
        reader = ComponentReader(tree, catalog, layout, documents, shared, texts)
        others = tuple(other.project.folder for other in examined if other is not each)
        detailed = any(each.project is other.project for other in close)
        components.append(reader.read(each, others, detailed=detailed))
        if detailed:
            unknown.extend(reader.troubles)
    return Stack(
        components=tuple(components),
        files=len(listing.paths),
        documents=documents,
        unknown=tuple(dict.fromkeys(unknown)),
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
        technologies=found,
        managers=managers,
        score=rank_backend(project, ground, seen, found),
    )


class ComponentReader:
    """Reads one component's commands, layers and habits; `troubles` is what it could not."""

    def __init__(
        self,
        tree: Tree,
        catalog: Catalog,
        layout: LayoutFormat,
        documents: tuple[Evidence, ...],
        shared: Listing,
        texts: Texts,
    ) -> None:
        self.tree = tree
        self.catalog = catalog
        self.layout = layout
        self.documents = documents
        self.shared = shared
        self.texts = texts
        self.troubles: list[str] = []

    def read(self, examined: Examined, others: tuple[str, ...], *, detailed: bool) -> Component:
        project, ground = examined.project, examined.ground
        language = choose_language(project, ground, examined.technologies, self.catalog)
        version, _ = find_runtime(self.tree, project, ground.listing, self.shared)
        plain = Component(
            path=project.folder,
            name=project.name,
            language=language,
            runtime=project.ecosystem.runtime,
            runtime_version=version,
            technologies=examined.technologies,
        )
        if not detailed:
            return plain
        if examined.managers.unknown:
            self.troubles.append(examined.managers.unknown)
        layers = find_layers(ground.listing, self.layout, project.ecosystem.suffixes)
        owners = frozenset({*project.ecosystem.languages, *plain.technology_ids()})
        return Component(
            path=plain.path,
            name=plain.name,
            language=language,
            runtime=plain.runtime,
            runtime_version=version,
            technologies=plain.technologies,
            commands=self._commands(examined, others),
            architecture=name_architecture(ground.listing, self.documents, self.layout, self.texts),
            layers=layers,
            conventions=read_conventions(
                owners, self.catalog, ground.listing, ground.sources, self.texts
            ),
            similar=find_similar(layers, self.layout, self.texts),
        )

    def _commands(self, examined: Examined, others: tuple[str, ...]) -> tuple[Command, ...]:
        project = examined.project
        manager = next(iter(examined.managers.chosen), "")
        forms = self._task_forms(project)
        listings = [examined.ground.listing]
        if project.folder:
            listings.append(self.shared)
        tasks: list[Task] = []
        for listing in listings:
            found, troubles = read_tasks(listing, self.texts, forms, manager)
            tasks.extend(found)
            self.troubles.extend(troubles)
        recogniser = Recogniser(self.catalog.documents(CommandWords)[0].value, self.catalog)
        prefix = next(
            (
                document.value.prefix
                for document in self.catalog.documents(TaskFormat)
                if document.technology == manager
            ),
            (),
        )
        defaults = default_commands(
            examined.technologies,
            self.catalog,
            project.folder,
            project.ecosystem.registry,
            prefix,
            examined.ground.listing.known,
        )
        scope = Scope(folder=project.folder, others=others, technologies=examined.technologies)
        return choose_commands(tuple(tasks), recogniser, scope, defaults)

    def _task_forms(self, project: Project) -> tuple[TaskForm, ...]:
        """The forms of no technology, of CI, and of the project's own languages."""
        languages = {
            document.technology
            for document in self.catalog.documents(ManifestFormat)
            if document.value.registry != project.ecosystem.registry
        }
        return tuple(
            form
            for document in self.catalog.documents(TaskFormat)
            if document.technology not in languages
            for form in document.value.forms
        )


def _wanted(catalog: Catalog) -> str:
    """The manifests that would have been understood, by language."""
    names = [document.technology for document in catalog.documents(ManifestFormat)]
    return "manifests or sources of " + ", ".join(names)
