"""Which of a component's sources import which: read from syntax trees, a bounded number per layer."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from backend_agent.catalog import Catalog
from backend_agent.detect.listing import compile_regex
from backend_agent.detect.sample import Texts, sample_paths
from backend_agent.syntax.tree import node_line, parse_source
from backend_agent.values.imports_format import ImportFormat

MOST_PER_LAYER = 25
# Sources among which an import is followed; of more an even sample is.
MOST_INDEXED = 4_000
LARGEST = 60_000
# Imports stand at the top; what is below is not parsed.
HEAD = 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileImport:
    """`importer` imports `target`, a file or a folder of the component, at `line`."""

    importer: str
    target: str
    line: int


@dataclass(frozen=True)
class Sources:
    """The files of a component, and how an import is followed to one of them. `names` are the names
    under which the component's own modules are imported (a Go module's path)."""

    paths: tuple[str, ...]
    names: tuple[str, ...]
    formats: tuple[ImportFormat, ...]
    found: dict[str, str | None] = field(default_factory=dict)

    def format_of(self, path: str) -> tuple[ImportFormat, str] | None:
        return self._by_suffix.get(path[path.rfind(".") :])

    @cached_property
    def _by_suffix(self) -> Mapping[str, tuple[ImportFormat, str]]:
        found: dict[str, tuple[ImportFormat, str]] = {}
        for each in self.formats:
            for file in each.files:
                found.setdefault(file.suffix, (each, file.grammar))
        return found

    @cached_property
    def _modules(self) -> tuple[tuple[str, tuple[str, ...], ImportFormat], ...]:
        """Path, names and format of every source, at most MOST_INDEXED of them."""
        return tuple(
            (path, tuple(posixpath.splitext(path)[0].split("/")), form[0])
            for path in sample_paths(self.paths, MOST_INDEXED)
            if (form := self.format_of(path)) is not None
        )

    @property
    def indexed(self) -> int:
        """Among how many sources imports are followed."""
        return min(len(self.paths), MOST_INDEXED)

    @cached_property
    def by_last(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """By last name, in lower case, the names of every module and folder."""
        found: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
        known: set[tuple[str, ...]] = set()
        for _, names, form in self._modules:
            module = names[:-1] if names[-1] in form.stems else names
            for end in range(len(module), 0, -1):
                above = module[:end]
                if above in known:
                    break
                known.add(above)
                found[above[-1].lower()].setdefault(above)
        return {last: tuple(each) for last, each in found.items()}

    @cached_property
    def where(self) -> Mapping[tuple[str, ...], str]:
        """The path that the names of a module or a folder stand for."""
        found: dict[tuple[str, ...], str] = {}
        for path, names, _ in self._modules:
            for end in range(len(names) - 1, 0, -1):
                if names[:end] in found:
                    break
                found[names[:end]] = "/".join(names[:end])
            found[names] = path
        return found

    def resolve(self, target: str, importer: str, form: ImportFormat) -> str | None:
        """The file or folder that is meant; None for what is not of this component."""
        if form.relative and target.startswith(form.relative):
            return self._relative(target, importer, form)
        if target not in self.found:
            self.found[target] = self._absolute(target, form)
        return self.found[target]

    def _absolute(self, target: str, form: ImportFormat) -> str | None:
        own = next((n for n in self.names if target == n or target.startswith(f"{n}/")), None)
        if own is not None:
            return self._ending(tuple(target.removeprefix(own).strip("/").split("/")), 1)
        names = tuple(
            re.split(r"[/.]|::|\\", target) if form.separator != "/" else target.split("/")
        )
        if names[0] in form.inner:
            return self._ending(names[1:], 1)
        if form.separator == "/":
            # A plain path is a package of a registry, or of the standard library; without a manifest
            # the host, the owner and the repository in front of it may be this one's.
            unnamed = "." in names[0] and not any("/" in each for each in self.names)
            return self.where.get(names[3:]) if unnamed else None
        # The last name may be what the module defines, not the module.
        return self._ending(names, 2) or self._ending(names[:-1], 2) or self._top(names)

    def _relative(self, target: str, importer: str, form: ImportFormat) -> str | None:
        folder = posixpath.dirname(importer)
        if not form.dotted:
            path = posixpath.normpath(posixpath.join(folder, target))
            names = tuple(posixpath.splitext(path)[0].split("/"))
            return self.where.get(tuple(path.split("/"))) or self.where.get(names)
        bare = target.lstrip(form.relative)
        for _ in range(len(target) - len(bare) - 1):
            folder = posixpath.dirname(folder)
        names = (*(folder.split("/") if folder else ()), *(bare.split(".") if bare else ()))
        return self.where.get(names)

    def _ending(self, names: tuple[str, ...], least: int) -> str | None:
        """The module whose names end in these, the first ones given up until `least` are left."""
        names = tuple(each for each in names if each)
        lower = tuple(each.lower() for each in names)
        candidates = self.by_last.get(lower[-1], ()) if lower else ()
        for start in range(len(names)):
            wanted = lower[start:]
            if len(wanted) < min(least, len(names)):
                return None
            for each in candidates:
                joined = tuple(name.lower() for name in each[-len(wanted) :])
                if joined == wanted or self._dotted(each)[-len(wanted) :] == wanted:
                    return self.where.get(each)
        return None

    def _dotted(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names with those parted whose folders are called by several (`Shop.Domain`)."""
        return tuple(".".join(names).lower().split(".")) if "." in "".join(names) else names

    def _top(self, names: tuple[str, ...]) -> str | None:
        return self.where.get(names[:1]) if len(names) == 1 else None


def read_imports(
    sources: Sources,
    groups: Iterable[tuple[str, ...]],
    texts: Texts,
    wiring: frozenset[str] = frozenset(),
) -> tuple[FileImport, ...]:
    """The imports within the component, of at most MOST_PER_LAYER files of each group; in the files
    that are `wiring` also the modules that are only named."""
    chosen = dict.fromkeys(path for group in groups for path in sample_paths(group, MOST_PER_LAYER))
    found: dict[FileImport, None] = {}
    for path in chosen:
        form = sources.format_of(path)
        text = texts.get(path)
        if form is None or len(text) > LARGEST:
            continue
        targets = _targets(text[:HEAD], form[0], form[1])
        if form[0].named and path in wiring:
            targets.extend(_named(text, form[0].named))
        for target, line in targets:
            resolved = sources.resolve(target, path, form[0])
            if resolved is not None and resolved != path:
                found.setdefault(FileImport(importer=path, target=resolved, line=line))
    # Of a package and a module of it that one line names, the module is meant.
    named = {(each.importer, each.line, posixpath.dirname(each.target)) for each in found}
    return tuple(e for e in found if (e.importer, e.line, e.target) not in named)


def _named(text: str, pattern: str) -> list[tuple[str, int]]:
    found = compile_regex(pattern).finditer(text)
    return [(match["target"], text.count("\n", 0, match.start()) + 1) for match in found]


def _targets(text: str, form: ImportFormat, grammar: str) -> list[tuple[str, int]]:
    """What is imported, and each name of it that may be a module of its own, with the line."""
    root = parse_source(text, grammar)
    search = compile_regex(form.pattern).search
    found = []
    for kind in form.kinds:
        for node in root.find_all(kind=kind):
            match = search(node.text())
            if match is None:
                continue
            line = node_line(node)
            target, names = match["target"], match.groupdict().get("names") or ""
            found.append((target, line))
            joint = "" if target.endswith(form.separator) else form.separator
            parts = [name for name in re.split(r"[\s,(){}]+", names) if name and name != "as"]
            found.extend((f"{target}{joint}{name}", line) for name in parts)
    return found


def import_formats(catalog: Catalog) -> tuple[ImportFormat, ...]:
    """How each language of the catalog imports."""
    return tuple(document.value for document in catalog.documents(ImportFormat))
