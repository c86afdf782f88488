"""How a language's projects declare themselves: manifests, dependencies, lock files, runtimes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyForm:
    """Where dependencies stand. `at` is a dotted path (`*` = any key) in `toml` and `json`, else a
    regex with the groups `name` and perhaps `version`.

    form `requirements`: a list of `name[extra]>=1; marker`; `table`: name = version or a table;
    `names`: the keys or items are names only. `development`: not needed to serve.
    """

    at: str
    development: bool = False
    form: Literal["requirements", "table", "names"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestForm:
    """A file that makes its folder a project. `file` is a regex over its path, whose group `folder`
    is the project's own folder. `name`, `runtime`, `manager`, `workspace` are dotted paths, in text
    and xml regexes with one group; `manager` holds `id@version`."""

    file: str
    syntax: Literal["toml", "json", "text", "xml"]
    name: tuple[str, ...] = ()
    runtime: tuple[str, ...] = ()
    manager: tuple[str, ...] = ()
    workspace: tuple[str, ...] = ()
    dependencies: tuple[DependencyForm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """A file by its name and a regex over its text: groups `name`, `version` in lock files, one
    group with the version in a runtime's own file."""

    file: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    suffix: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFormat:
    """`data/technologies/languages/<id>/manifest.toml`. `registry` as the signals name it;
    `languages` are those whose projects look like this; `runtime` is the runtime's name;
    `hyphens`: package names ignore case and `-_.` are one; `strip` is cut off a package's name."""

    registry: str
    languages: tuple[str, ...]
    runtime: str
    sources: tuple[SourceForm, ...]
    manifests: tuple[ManifestForm, ...]
    locks: tuple[TextForm, ...] = ()
    runtimes: tuple[TextForm, ...] = ()
    hyphens: bool = False
    strip: str = ""

    @property
    def suffixes(self) -> tuple[str, ...]:
        return tuple(source.suffix for source in self.sources)
