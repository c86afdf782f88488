"""Which projects a repository holds: manifests by folder and registry, locks and runtimes beside."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backend_agent.catalog import Catalog
from backend_agent.detect.inherit import Heritage, list_upwards, read_catalog
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.manifests import (
    Dependency,
    Manifest,
    StatedRuntime,
    normalise_name,
    read_manifest,
)
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.manifest import ManifestForm, ManifestFormat, TextForm
from backend_agent.world.tree import Tree, read_text

MOST_MANIFESTS = 400
MOST_CATALOGS = 20
LARGEST_LOCK = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder with the manifests of one registry; without any, the format of most sources.
    `dependencies` and `runtimes` include what the manifests above it say."""

    folder: str
    ecosystem: ManifestFormat
    manifests: tuple[Manifest, ...]
    dependencies: tuple[Dependency, ...] = ()
    runtimes: tuple[StatedRuntime, ...] = ()

    @property
    def name(self) -> str:
        named = next((each.name for each in self.manifests if each.name), "")
        return named or posixpath.basename(self.folder) or "root"

    @property
    def manager(self) -> str:
        return next((each.manager for each in self.manifests if each.manager), "")

    @property
    def workspace(self) -> bool:
        return any(each.workspace for each in self.manifests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projects:
    """All of a repository; `troubles` names with place and reason what could not be read."""

    found: tuple[Project, ...]
    troubles: tuple[str, ...] = ()


def find_projects(tree: Tree, listing: Listing, catalog: Catalog, layout: LayoutFormat) -> Projects:
    """Every project, by folder; a repository without manifest is one project of its main language."""
    formats = [document.value for document in catalog.documents(ManifestFormat)]
    found: list[Project] = []
    troubles: list[str] = []
    for ecosystem in formats:
        manifests = _read_manifests(tree, listing, ecosystem, layout)
        troubles.extend(each.trouble for each in manifests if each.trouble)
        catalogs, wrong = _read_catalogs(tree, listing, ecosystem)
        troubles.extend(wrong)
        found.extend(_group_projects(ecosystem, Heritage(manifests, catalogs)))
    found.sort(key=lambda project: (project.folder, project.ecosystem.registry))
    return Projects(
        found=tuple(found) or _guess_project(listing, formats), troubles=tuple(troubles)
    )


def _read_manifests(
    tree: Tree, listing: Listing, ecosystem: ManifestFormat, layout: LayoutFormat
) -> tuple[Manifest, ...]:
    found: dict[str, Manifest] = {}
    for form in ecosystem.manifests:
        for path in listing.find(form.file, MOST_MANIFESTS):
            if path in found or compile_regex(layout.skipped).search(path):
                continue
            if form.proof and not compile_regex(form.proof).search(read_text(tree, path)):
                continue
            match = compile_regex(form.file).search(path)
            groups = match.groupdict() if match else {}
            folders = [value for name, value in groups.items() if value and name != "name"]
            folder = (folders[0] if folders else "").rstrip("/")
            _read_with_includes(tree, path, folder, ecosystem, form, found)
            if groups.get("name") and not found[path].name:
                found[path] = replace(found[path], name=groups["name"])
    return tuple(found.values())


def _read_with_includes(
    tree: Tree,
    path: str,
    folder: str,
    ecosystem: ManifestFormat,
    form: ManifestForm,
    found: dict[str, Manifest],
) -> None:
    """The file and, each once, those of the repository that it includes."""
    waiting = [path]
    while waiting and len(found) < MOST_MANIFESTS:
        path = waiting.pop(0)
        if path in found:
            continue
        manifest = found[path] = read_manifest(tree, path, folder, ecosystem, form)
        beside = posixpath.dirname(path)
        named = (posixpath.normpath(posixpath.join(beside, each)) for each in manifest.includes)
        waiting.extend(each for each in named if tree.exists(each))


def _read_catalogs(
    tree: Tree, listing: Listing, ecosystem: ManifestFormat
) -> tuple[dict[str, dict[str, Dependency]], list[str]]:
    """The version catalogs by the folder that they serve."""
    found: dict[str, dict[str, Dependency]] = {}
    troubles: list[str] = []
    for form in ecosystem.catalogs:
        for path in listing.find(form.file, MOST_CATALOGS):
            match = compile_regex(form.file).search(path)
            folder = (match["folder"] or "").rstrip("/") if match else ""
            entries, trouble = read_catalog(tree, path, form, ecosystem)
            found.setdefault(folder, {}).update(entries)
            if trouble:
                troubles.append(trouble)
    return found, troubles


def _group_projects(ecosystem: ManifestFormat, heritage: Heritage) -> Iterator[Project]:
    by_folder: dict[str, list[Manifest]] = {}
    for each in heritage.manifests:
        if not each.carrier:
            by_folder.setdefault(each.folder, []).append(each)
    for folder, group in by_folder.items():
        own = tuple(group)
        yield Project(
            folder=folder,
            ecosystem=ecosystem,
            manifests=own,
            dependencies=heritage.resolve(own, folder),
            runtimes=heritage.runtimes(own, folder),
        )


def _guess_project(listing: Listing, formats: list[ManifestFormat]) -> tuple[Project, ...]:
    suffixes = Counter(posixpath.splitext(path)[1] for path in listing.paths)
    counted = [(sum(suffixes[s] for s in each.suffixes), each) for each in formats]
    most, ecosystem = max(counted, key=lambda pair: pair[0], default=(0, None))
    return (Project(folder="", ecosystem=ecosystem, manifests=()),) if ecosystem and most else ()


def assign_paths(
    listing: Listing, projects: tuple[Project, ...], vendored: str
) -> dict[str, Listing]:
    """Each project's own files: those below it that are below no deeper project, nor in a folder of
    foreign code."""
    folders = sorted({project.folder for project in projects})
    paths: dict[str, list[str]] = {folder: [] for folder in folders}
    owner: dict[str, str] = {}
    is_foreign = compile_regex(vendored).search
    for path in listing.paths:
        parent = path.rpartition("/")[0]
        if parent not in owner:
            owner[parent] = "/" if is_foreign(f"{parent}/") else _owner(parent, paths)
        folder = owner[parent]
        if folder in paths:
            paths[folder].append(path[len(folder) + 1 :] if folder else path)
    return {folder: Listing(folder, tuple(found)) for folder, found in paths.items()}


def _owner(folder: str, known: dict[str, list[str]]) -> str:
    while folder and folder not in known:
        folder = folder.rpartition("/")[0]
    return folder


def find_shared(listing: Listing, projects: tuple[Project, ...]) -> Listing:
    """What belongs to every project: files in the root itself and in its hidden folders."""
    inside = {project.folder for project in projects} - {""}
    return Listing(
        "",
        tuple(
            path
            for path in listing.paths
            if ("/" not in path or path.startswith(".")) and path.partition("/")[0] not in inside
        ),
    )


def read_locked(tree: Tree, project: Project) -> dict[str, tuple[str, Evidence]]:
    """Locked version and place by package name, from the nearest lock file upwards."""
    for folder in list_upwards(project.folder):
        for form in project.ecosystem.locks:
            path = _sibling(tree, folder, form)
            if path is None:
                continue
            if len(tree.read_bytes(path)) > LARGEST_LOCK:
                continue
            text = read_text(tree, path)
            wanted = {each.name for each in project.dependencies}
            found: dict[str, tuple[str, Evidence]] = {}
            for match in compile_regex(form.pattern).finditer(text):
                name = normalise_name(match["name"], project.ecosystem)
                if name in wanted and name not in found:
                    found[name] = (match["version"], Evidence(path=path, text=match["version"]))
            return found
    return {}


def _sibling(tree: Tree, folder: str, form: TextForm) -> str | None:
    """The lock file in that folder, by the name that its pattern spells."""
    for name in _plain_names(form.file):
        path = posixpath.join(folder, name)
        if tree.exists(path):
            return path
    return None


def _plain_names(pattern: str) -> tuple[str, ...]:
    """`^(a|b)\\.lock$` spelled out: the names that a simple anchored pattern stands for."""
    bare = pattern.removeprefix("^").removesuffix("$").replace("\\", "")
    if "(" not in bare:
        return (bare,)
    start, rest = bare.split("(", 1)
    choices, end = rest.split(")", 1)
    return tuple(f"{start}{choice}{end}" for choice in choices.split("|"))
