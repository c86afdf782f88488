"""The commands of one component, from its own places, the root's, and those of the builds it is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from backend_agent.catalog import Catalog
from backend_agent.detect.commands import choose_commands
from backend_agent.detect.components import Project
from backend_agent.detect.defaults import default_commands, guess_commands
from backend_agent.detect.inherit import list_upwards
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.recogniser import Recogniser
from backend_agent.detect.sample import Texts
from backend_agent.detect.scope import Scope, is_within
from backend_agent.detect.tasks import Kept, Starting, Task, read_tasks
from backend_agent.values.manifest import ManifestFormat
from backend_agent.values.stack import Command, FoundTechnology
from backend_agent.values.tasks import CommandWords, TaskFormat

# Of a build's own folder: its files, and those of its folders of scripts.
DEEPEST = 1


@dataclass
class Runbook:
    """Reads a repository's commands, component by component; `troubles` is what it could not.

    `listing` is the whole repository, `shared` the root's own files, `projects` all that were found.
    """

    catalog: Catalog
    listing: Listing
    shared: Listing
    projects: tuple[Project, ...]
    texts: Texts
    troubles: list[str] = field(default_factory=list)
    between: dict[str, Listing] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)

    def read_commands(
        self,
        project: Project,
        own: Listing,
        technologies: tuple[FoundTechnology, ...],
        manager: str,
        parts: tuple[str, ...],
        others: tuple[str, ...],
    ) -> tuple[Command, ...]:
        """`own` are the component's files, `manager` its package manager ("" = unknown), `parts` the
        folders of its libraries and suites, `others` those of the other components."""
        above = self._above(project, others)
        listings = [own, *above, *([self.shared] if project.folder else [])]
        prefix = self._prefix(manager)
        formats = self._task_formats(project)
        forms = tuple(form for each in formats for form in each.forms)
        tasks: list[Task] = []
        for listing in listings:
            starting = Starting(manager=manager, prefix=prefix)
            found, troubles = read_tasks(listing, self.texts, forms, starting, self.kept)
            tasks.extend(found)
            self.troubles.extend(troubles)
        defaults = default_commands(
            technologies,
            self.catalog,
            project.folder,
            project.ecosystem.registry,
            prefix,
            own.known,
        )
        guesses = tuple(guess for each in formats for guess in each.guesses)
        ids = frozenset(each.id for each in technologies)
        guessed = guess_commands(guesses, own, self.texts, defaults, ids, prefix)
        scope = Scope(
            folder=project.folder,
            others=others,
            builds=tuple(each.folder for each in above if self._is_build(each, project)),
            apart=self._apart(project, parts),
            inner=tuple(each for each in parts if not is_within(project.folder, each)),
            prefix=prefix,
            paths=own.known,
            above=frozenset(each.full(path) for each in listings[1:] for path in each.paths),
            foreign=self._foreign(project),
        )
        return choose_commands(
            tuple(dict.fromkeys(tasks)),
            self.recogniser,
            scope,
            (*defaults, *guessed),
            self.listing.has,
        )

    @cached_property
    def recogniser(self) -> Recogniser:
        return Recogniser(self.catalog.documents(CommandWords)[0].value, self.catalog)

    def _above(self, project: Project, others: tuple[str, ...]) -> list[Listing]:
        """The folders above the project that no other component has to itself, the nearest first."""
        found = []
        for folder in list_upwards(project.folder)[1:]:
            files = self._between(folder)
            if (folder and folder not in others) or self._is_build(files, project):
                found.append(files)
        return found

    def _between(self, folder: str) -> Listing:
        """The folder's own files that belong to no project below it."""
        if folder not in self.between:
            inside = {each.folder for each in self.projects if each.folder != folder}
            prefix = f"{folder}/" if folder else ""
            paths = (p[len(prefix) :] for p in self.listing.paths if p.startswith(prefix))
            self.between[folder] = Listing(
                folder,
                tuple(
                    path
                    for path in paths
                    if path.startswith(".")
                    or "/" not in path
                    or (
                        path.count("/") <= DEEPEST
                        and "/".join(filter(None, (folder, path.partition("/")[0]))) not in inside
                    )
                ),
            )
        return self.between[folder]

    def _is_build(self, files: Listing, project: Project) -> bool:
        """Whether the folder is the root of a build that the project below is in."""
        builds = project.ecosystem.builds
        if builds and any(compile_regex(builds).search(path) for path in files.paths):
            return True
        registry = project.ecosystem.registry
        return any(
            each.folder == files.folder and each.ecosystem.registry == registry and each.workspace
            for each in self.projects
        )

    def _apart(self, project: Project, parts: tuple[str, ...]) -> tuple[str, ...]:
        own = (project.folder, *parts)
        return tuple(
            sorted(
                {
                    each.folder
                    for each in self.projects
                    if each.folder and not any(is_within(mine, each.folder) for mine in own)
                }
            )
        )

    def _prefix(self, manager: str) -> tuple[str, ...]:
        return next(
            (
                document.value.prefix
                for document in self.catalog.documents(TaskFormat)
                if document.technology == manager
            ),
            (),
        )

    def _foreign(self, project: Project) -> frozenset[str]:
        """Package managers of languages that the project is not written in."""
        return frozenset(
            each.id
            for each in self.catalog.technologies_of("package-manager")
            if each.language and each.language not in project.ecosystem.languages
        )

    def _task_formats(self, project: Project) -> tuple[TaskFormat, ...]:
        """Those of no technology, of CI, and of the project's own languages."""
        languages = {
            document.technology
            for document in self.catalog.documents(ManifestFormat)
            if document.value.registry != project.ecosystem.registry
        }
        return tuple(
            document.value
            for document in self.catalog.documents(TaskFormat)
            if document.technology not in languages
        )
