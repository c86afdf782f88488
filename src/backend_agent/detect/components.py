"""Which projects a repository holds: manifests by folder and registry, locks and runtimes beside."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.manifests import (
    Dependency,
    Manifest,
    normalise_name,
    read_manifest,
)
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.manifest import ManifestFormat, TextForm
from backend_agent.world.tree import Tree, read_text

MOST_MANIFESTS = 400
LARGEST_LOCK = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder with the manifests of one registry; without any, the format of most sources."""

    folder: str
    ecosystem: ManifestFormat
    manifests: tuple[Manifest, ...]

    @property
    def name(self) -> str:
        named = next((each.name for each in self.manifests if each.name), "")
        return named or posixpath.basename(self.folder) or "root"

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        return tuple(each for manifest in self.manifests for each in manifest.dependencies)

    @property
    def manager(self) -> str:
        return next((each.manager for each in self.manifests if each.manager), "")

    @property
    def workspace(self) -> bool:
        return any(each.workspace for each in self.manifests)


def find_projects(
    tree: Tree, listing: Listing, catalog: Catalog, layout: LayoutFormat
) -> tuple[Project, ...]:
    """Every project, by folder; a repository without manifest is one project of its main language."""
    manifests: dict[tuple[str, str], list[Manifest]] = {}
    formats = [document.value for document in catalog.documents(ManifestFormat)]
    for ecosystem in formats:
        for form in ecosystem.manifests:
            for path in listing.find(form.file, MOST_MANIFESTS):
                if compile_regex(layout.skipped).search(path):
                    continue
                match = compile_regex(form.file).search(path)
                groups = [value for value in match.groupdict().values() if value] if match else []
                folder = (groups[0] if groups else "").rstrip("/")
                manifest = read_manifest(tree, path, folder, ecosystem, form)
                manifests.setdefault((folder, ecosystem.registry), []).append(manifest)
    found = [
        Project(folder=folder, ecosystem=group[0].ecosystem, manifests=tuple(group))
        for (folder, _), group in sorted(manifests.items())
    ]
    return tuple(found) or _guess_project(listing, formats)


def _guess_project(listing: Listing, formats: list[ManifestFormat]) -> tuple[Project, ...]:
    suffixes = Counter(posixpath.splitext(path)[1] for path in listing.paths)
    counted = [(sum(suffixes[s] for s in each.suffixes), each) for each in formats]
    most, ecosystem = max(counted, key=lambda pair: pair[0], default=(0, None))
    return (Project(folder="", ecosystem=ecosystem, manifests=()),) if ecosystem and most else ()


def assign_paths(listing: Listing, projects: tuple[Project, ...]) -> dict[str, Listing]:
    """Each project's own files: those below it that are below no deeper project."""
    folders = sorted({project.folder for project in projects})
    paths: dict[str, list[str]] = {folder: [] for folder in folders}
    owner: dict[str, str] = {}
    for path in listing.paths:
        parent = path.rpartition("/")[0]
        if parent not in owner:
            owner[parent] = _owner(parent, paths)
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
    for folder in _upwards(project.folder):
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


def find_runtime(
    tree: Tree, project: Project, listing: Listing, shared: Listing
) -> tuple[str, Evidence | None]:
    """The runtime's version: declared, else from its own file, else from the image's first line."""
    for manifest in project.manifests:
        if manifest.runtime:
            return manifest.runtime, Evidence(path=manifest.path, text=manifest.runtime)
    for form in project.ecosystem.runtimes:
        for source in (listing, shared):
            for path in source.find(form.file, 5):
                full = source.full(path)
                found = compile_regex(form.pattern).search(read_text(tree, full))
                if found:
                    return found.group(1), Evidence(path=full, text=found.group(1))
    return "", None


def _upwards(folder: str) -> list[str]:
    folders = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        folders.append(folder)
    return folders
