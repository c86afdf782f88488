"""What a project is told by the manifests above it: versions, shared dependencies, catalogs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from backend_agent.detect.content import parse_content
from backend_agent.detect.manifests import (
    LARGEST,
    Dependency,
    Manifest,
    StatedRuntime,
    normalise_name,
)
from backend_agent.values.evidence import Evidence
from backend_agent.values.manifest import CatalogForm, ManifestFormat
from backend_agent.world.tree import Tree, read_text

VARIABLE = re.compile(r"\$\{([\w.-]+)\}|\$\(([\w.-]+)\)|\$([A-Za-z_][\w.]*)")
# A version that only says where the version stands.
POINTER = re.compile(r"^(catalog:|workspace:|\$)")


def list_upwards(folder: str) -> list[str]:
    """The folder and every folder above it, the root "" last."""
    folders = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        folders.append(folder)
    return folders


@dataclass(frozen=True)
class Heritage:
    """All manifests of one registry, and its version catalogs by the folder that they serve."""

    manifests: tuple[Manifest, ...]
    catalogs: Mapping[str, Mapping[str, Dependency]]

    @cached_property
    def _by_folder(self) -> dict[str, list[Manifest]]:
        found: dict[str, list[Manifest]] = {}
        for each in self.manifests:
            found.setdefault(each.folder, []).append(each)
        return found

    @cached_property
    def _by_name(self) -> dict[str, Manifest]:
        return {each.name: each for each in reversed(self.manifests) if each.name}

    def above(self, own: tuple[Manifest, ...], folder: str) -> tuple[Manifest, ...]:
        """Whom the project inherits from, the nearest first; carriers of its own folder included."""
        parents = self._parents(own)
        found: list[Manifest] = []
        for place in list_upwards(folder):
            found.extend(
                each
                for each in self._by_folder.get(place, ())
                if each.carrier or (parents is None and place != folder)
            )
        return (*(parents or ()), *found)

    def _parents(self, own: tuple[Manifest, ...]) -> tuple[Manifest, ...] | None:
        """The chain of named parents; None where the format has none and the folders decide."""
        stated = [each.parent for each in own if each.parent is not None]
        if not stated:
            return None
        found: list[Manifest] = []
        name = stated[0]
        while name and name in self._by_name:
            each = self._by_name[name]
            if each in found or each in own:
                break
            found.append(each)
            name = each.parent or ""
        return tuple(found)

    def resolve(self, own: tuple[Manifest, ...], folder: str) -> tuple[Dependency, ...]:
        """The project's own dependencies, those that it inherits, and those it names by an alias."""
        above = self.above(own, folder)
        versions: dict[str, str] = {}
        variables: dict[str, str] = {}
        for each in (*own, *above):
            for entry in each.versions:
                versions.setdefault(entry.name, entry.version)
            for name, value in each.variables:
                variables.setdefault(name, value)
        declared = (
            *(entry for each in own for entry in each.dependencies),
            *self._aliased(own, folder),
            *(entry for each in above for entry in _inherited(each)),
        )
        return tuple(_settle(entry, versions, variables) for entry in declared)

    def _aliased(self, own: tuple[Manifest, ...], folder: str) -> Iterator[Dependency]:
        wanted = [alias for each in own for alias in each.aliases]
        if not wanted:
            return
        entries: dict[str, Dependency] = {}
        bundled: dict[str, list[Dependency]] = {}
        for place in list_upwards(folder):
            for alias, entry in self.catalogs.get(place, {}).items():
                group, _, plain = alias.partition("|")
                if plain:
                    bundled.setdefault(plain, []).append(entry)
                else:
                    entries.setdefault(group, entry)
        for alias in wanted:
            plain = _plain_alias(alias)
            if plain in entries:
                yield entries[plain]
            yield from bundled.get(plain, ())

    def runtimes(self, own: tuple[Manifest, ...], folder: str) -> tuple[StatedRuntime, ...]:
        """What the project's own manifests state, then what those above it do."""
        above = self.above(own, folder)
        variables: dict[str, str] = {}
        for each in (*own, *above):
            for name, value in each.variables:
                variables.setdefault(name, value)
        return tuple(
            replace(stated, version=_fill(stated.version, variables))
            for each in (*own, *above)
            for stated in each.runtimes
        )


def _inherited(manifest: Manifest) -> Iterable[Dependency]:
    """A workspace's own tools serve all its members."""
    tools = [each for each in manifest.dependencies if each.development]
    return (*manifest.below, *(tools if manifest.workspace else ()))


def _settle(
    entry: Dependency, versions: Mapping[str, str], variables: Mapping[str, str]
) -> Dependency:
    version = _fill(entry.version, variables)
    if not version or POINTER.match(version):
        version = _fill(versions.get(entry.name.partition("[")[0], version), variables)
    return entry if version == entry.version else replace(entry, version=version)


def _fill(version: str, variables: Mapping[str, str]) -> str:
    """`${spring.version}` replaced, also where a variable names another; a circle stays."""
    for _ in range(5):
        found = VARIABLE.search(version)
        name = next((each for each in found.groups() if each), "") if found else ""
        if not found or name not in variables:
            return version
        version = version[: found.start()] + variables[name][:80] + version[found.end() :]
    return version


def read_catalog(
    tree: Tree, path: str, form: CatalogForm, ecosystem: ManifestFormat
) -> tuple[dict[str, Dependency], str]:
    """The entries by their plain alias (`libs.spring.web` for `spring-web`), those of a bundle by
    `number|alias of the bundle`; and why it could not be read ("" = it was)."""
    if len(tree.read_bytes(path)) > LARGEST:
        return {}, f"{path}: too large to be a manifest"
    try:
        content = parse_content(read_text(tree, path), "toml")
    except ValueError as error:
        return {}, f"{path}: not valid TOML: {error}"
    tables = content if isinstance(content, dict) else {}
    versions = tables.get("versions")
    found: dict[str, Dependency] = {}
    for table in form.tables:
        entries = tables.get(table)
        for alias, given in entries.items() if isinstance(entries, dict) else ():
            name, version = _coordinate(given, versions if isinstance(versions, dict) else {})
            if name:
                evidence = Evidence(path=path, text=f"{alias} = {name}")
                full = normalise_name(name, ecosystem)
                entry = Dependency(name=full, version=version, evidence=evidence)
                found[_plain_alias(alias)] = entry
    bundles = tables.get(form.bundles)
    for alias, given in bundles.items() if isinstance(bundles, dict) else ():
        for number, member in enumerate(given if isinstance(given, list) else ()):
            member_entry = found.get(_plain_alias(str(member)))
            if member_entry:
                found[f"{number}|{_plain_alias(alias)}"] = member_entry
    return found, ""


def _coordinate(given: object, versions: Mapping[str, object]) -> tuple[str, str]:
    if isinstance(given, str):
        parts = given.split(":")
        return (parts[1], parts[2] if len(parts) > 2 else "") if len(parts) > 1 else ("", "")
    if not isinstance(given, dict):
        return "", ""
    name = str(given.get("module", "")).rpartition(":")[2] or given.get("name") or given.get("id")
    version = given.get("version", "")
    if isinstance(version, dict):
        version = versions.get(str(version.get("ref", "")), "")
    return (str(name) if name else ""), (version if isinstance(version, str) else "")


def _plain_alias(alias: str) -> str:
    return re.sub(r"[-_.]+", ".", alias).lower()
