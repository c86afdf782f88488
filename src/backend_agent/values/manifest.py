"""How a language's projects declare themselves: manifests, dependencies, lock files, runtimes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ManifestSyntax = Literal["toml", "json", "jsonc", "yaml", "xml", "text"]
# Of whom a declaration speaks: `own` the project alone, `below` also every project below it,
# `versions` nobody: it only tells the version of what a project below names.
Reach = Literal["own", "below", "versions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyForm:
    """Where dependencies stand. `at` is a dotted path (`*` = any key; a list stands for its items),
    in `text` a regex with the groups `name` and perhaps `version` and `features`, tried on what the
    first group of each match of `within` holds ("" = the whole text).

    form `requirements`: a list of `name[extra]>=1; marker`; `table`: name = version or a table, whose
    `features` lists optional parts; `names`: the keys or items are names only; `records`: tables in
    which `name_at`, `version_at`, `scope_at` hold name, version and scope. `development`: not needed
    to serve, also where a record's scope is one of `development_scopes`.
    """

    at: str
    development: bool = False
    form: Literal["requirements", "table", "names", "records"] = "table"
    reach: Reach = "own"
    within: str = ""
    features: str = ""
    name_at: tuple[str, ...] = ()
    version_at: tuple[str, ...] = ()
    scope_at: str = ""
    development_scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeForm:
    """A version that a manifest states: at a dotted path, or by a regex with one group over its text.
    `name` is the runtime's name, "" = the format's own."""

    at: str = ""
    pattern: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestForm:
    """A file that makes its folder a project. `file` is a regex over its path, whose group `folder`
    is the project's own folder and `name` perhaps its name. `name`, `manager`, `workspace`, `parent`
    are dotted paths, in text regexes with one group; `manager` holds `id@version`.

    `proof` is a regex that the text must match: other files have the same name.
    `carrier`: the file makes no project, it only speaks for those in its folder and below.
    `parent` names the project that it inherits from; without it, all above it are inherited from.
    `local` are regexes whose group names another project of the repository; `aliases` regexes whose
    group is an entry of a version catalog. `variables` is a regex with the groups `name` and `value`;
    `includes` one whose group is a file of the same form, relative to this one; `program` one that
    says that this is a program, not only a library.
    """

    file: str
    syntax: ManifestSyntax
    name: tuple[str, ...] = ()
    runtimes: tuple[RuntimeForm, ...] = ()
    manager: tuple[str, ...] = ()
    workspace: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    variables: str = ""
    includes: str = ""
    program: str = ""
    proof: str = ""
    carrier: bool = False
    dependencies: tuple[DependencyForm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogForm:
    """A TOML file of named dependencies: `tables` of alias = coordinate, `bundles` of alias = list of
    aliases. Only what a project names by its alias is a dependency."""

    file: str
    tables: tuple[str, ...]
    bundles: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """A file by its name and a regex over its text: groups `name`, `version` in lock files, one
    group with the version in a runtime's own file. `runtime` is the runtime's name, "" = the format's
    own; `pinned`: it goes before what the manifest says."""

    file: str
    pattern: str
    runtime: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedRuntime:
    """Projects of that package manager run on a runtime of their own."""

    manager: str
    runtime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    suffix: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFormat:
    """`data/technologies/languages/<id>/manifest.toml`. `registry` as the signals name it;
    `languages` are those whose projects look like this; `runtime` is the runtime's name;
    `hyphens`: package names ignore case and `-_.` are one; `strip` is cut off a package's name;
    `programs` is a regex over a project's paths that only a program has, `builds` one over the names of
    files that make their folder the root of a build of the projects below it."""

    registry: str
    languages: tuple[str, ...]
    runtime: str
    sources: tuple[SourceForm, ...]
    manifests: tuple[ManifestForm, ...]
    catalogs: tuple[CatalogForm, ...] = ()
    locks: tuple[TextForm, ...] = ()
    runtimes: tuple[TextForm, ...] = ()
    managed: tuple[ManagedRuntime, ...] = ()
    programs: str = ""
    builds: str = ""
    hyphens: bool = False
    strip: str = ""

    @property
    def suffixes(self) -> tuple[str, ...]:
        return tuple(source.suffix for source in self.sources)
