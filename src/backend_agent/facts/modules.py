"""The files of a component as modules: which grammar reads one, and which file an import means."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property

from backend_agent.catalog import Catalog
from backend_agent.facts.code import Statement
from backend_agent.facts.statements import read_source
from backend_agent.values.evidence import Evidence
from backend_agent.values.grammar import FileKind, Grammar, PathAlias
from backend_agent.world.tree import Tree, read_text

# A generated file of this size tells nothing about routes or models and costs seconds to parse.
LARGEST = 400_000


class Modules:
    """Paths are relative to the repository's root, as in the tree."""

    def __init__(self, tree: Tree, component: str, catalog: Catalog) -> None:
        self.tree = tree
        self.component = component
        self._grammars = tuple(found.value for found in catalog.documents(Grammar))
        self._statements: dict[str, tuple[Statement, ...]] = {}
        self._texts: dict[str, str] = {}
        self._packages: dict[str, tuple[str, ...]] = {}
        self.unread: list[Evidence] = []

    def kind(self, path: str) -> tuple[Grammar, FileKind] | None:
        for grammar in self._grammars:
            for kind in grammar.files:
                if path.endswith(kind.suffix):
                    return grammar, kind
        return None

    def text(self, path: str) -> str:
        """The file's text, "" when it is too large to be written by hand."""
        if path not in self._texts:
            data = self.tree.read_bytes(path)
            small = len(data) <= LARGEST
            self._texts[path] = read_text(self.tree, path) if small else ""
            if not small:
                self.note(path, f"not read: {len(data)} bytes")
        return self._texts[path]

    def statements(self, path: str) -> tuple[Statement, ...]:
        if path not in self._statements:
            found = self.kind(path)
            read: tuple[Statement, ...] = ()
            if found:
                try:
                    read = read_source(self.text(path), found[0], found[1].grammar)
                except RecursionError:
                    self.note(path, "not read: nested too deeply")
            self._statements[path] = read
        return self._statements[path]

    def note(self, path: str, text: str) -> None:
        """Once for each file: what of it could not be read."""
        evidence = Evidence(path=path, text=text)
        if evidence not in self.unread:
            self.unread.append(evidence)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Every file of the component that some grammar reads."""
        below = f"{self.component}/" if self.component else ""
        return tuple(
            path
            for path in self.tree.paths()
            if path.startswith(below) and self.kind(path) and "/node_modules/" not in f"/{path}"
        )

    def is_test(self, path: str) -> bool:
        found = self.kind(path)
        return bool(found and found[0].tests and re.search(found[0].tests, path))

    def resolve(self, module: str, importer: str) -> str | None:
        """The file that `module` means in `importer`, or None: it comes from outside."""
        found = self.kind(importer)
        if found is None:
            return None
        grammar = found[0]
        if grammar.modules.style == "package":
            return self._resolve_package(module, importer, grammar)
        if grammar.modules.style == "dotted":
            return self._resolve_dotted(module, importer, grammar)
        return self._resolve_path(module, importer, grammar)

    def siblings(self, path: str) -> tuple[str, ...]:
        """The other files of the package that the file belongs to, () where files are modules."""
        found = self.kind(path)
        if found is None or found[0].modules.style != "package":
            return ()
        return tuple(each for each in self._package(posixpath.dirname(path)) if each != path)

    def _package(self, folder: str) -> tuple[str, ...]:
        if folder not in self._packages:
            self._packages[folder] = tuple(
                path
                for path in self.sources
                if posixpath.dirname(path) == folder and not self.is_test(path)
            )
        return self._packages[folder]

    def _resolve_package(self, module: str, importer: str, grammar: Grammar) -> str | None:
        folder = posixpath.dirname(importer)
        while True:
            manifest = posixpath.join(folder, grammar.modules.manifest)
            if self.tree.exists(manifest):
                named = re.search(
                    grammar.modules.name, read_text(self.tree, manifest), re.MULTILINE
                )
                root = named.group(1) if named else ""
                if module == root or module.startswith(f"{root}/"):
                    below = posixpath.join(folder, module[len(root) :].strip("/")).rstrip("/")
                    files = self._package(below)
                    return files[0] if files else None
                return None
            if not folder:
                return None
            folder = posixpath.dirname(folder)

    def submodule(self, path: str, name: str) -> str | None:
        """The file `name` below the package whose own file is `path`."""
        found = self.kind(path)
        if found is None or posixpath.basename(path).split(".")[0] != found[0].modules.index:
            return None
        return self._file(posixpath.join(posixpath.dirname(path), name), found[0])

    def _file(self, stem: str, grammar: Grammar) -> str | None:
        """The stem itself, with a suffix of the language, or as a folder with an index."""
        for base in (stem, posixpath.join(stem, grammar.modules.index)):
            for kind in grammar.files:
                path = posixpath.normpath(base + kind.suffix)
                if self.tree.exists(path):
                    return path
        return None

    def _resolve_dotted(self, module: str, importer: str, grammar: Grammar) -> str | None:
        name = module.lstrip(".")
        dots = len(module) - len(name)
        below = name.replace(".", "/")
        if dots:
            folder = posixpath.dirname(importer)
            for _ in range(dots - 1):
                folder = posixpath.dirname(folder)
            return self._file(posixpath.join(folder, below), grammar)
        for root in (*self._roots(grammar), *self._import_roots(importer, grammar)):
            found = self._file(posixpath.join(root, below), grammar)
            if found and found != importer:
                return found
        return self._elsewhere(below, grammar) if "/" in below else None

    def _elsewhere(self, below: str, grammar: Grammar) -> str | None:
        """The one file with this whole path below a folder that the program puts on its own path."""
        found = set()
        for suffix in (kind.suffix for kind in grammar.files):
            for ending in (f"/{below}{suffix}", f"/{below}/{grammar.modules.index}{suffix}"):
                for path in self._by_name.get(posixpath.basename(ending), ()):
                    root = path[: -len(ending)] if path.endswith(ending) else None
                    if root is not None and not self._file(
                        posixpath.join(root, grammar.modules.index), grammar
                    ):
                        found.add(path)
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for path in self.sources:
            names.setdefault(posixpath.basename(path), []).append(path)
        return names

    def _roots(self, grammar: Grammar) -> tuple[str, ...]:
        return tuple(posixpath.join(self.component, root) for root in grammar.modules.roots)

    def _import_roots(self, importer: str, grammar: Grammar) -> list[str]:
        """Folders above the importing file, from the top; a package's inside is no import root."""
        roots = []
        folder = posixpath.dirname(importer)
        while True:
            if self._file(posixpath.join(folder, grammar.modules.index), grammar) is None:
                roots.append(folder)
            if not folder:
                return roots[::-1]
            folder = posixpath.dirname(folder)

    def _resolve_path(self, module: str, importer: str, grammar: Grammar) -> str | None:
        if module.startswith("."):
            stem = posixpath.normpath(posixpath.join(posixpath.dirname(importer), module))
            return self._path_file(stem, grammar)
        for prefix, folder in self._aliases:
            if module.startswith(prefix):
                rest = module[len(prefix) :]
                return self._path_file(posixpath.normpath(posixpath.join(folder, rest)), grammar)
        # `src/items/item`: a package of that name is unlikely, and a folder of the program is there.
        for root in grammar.modules.roots if "/" in module and module[0] != "@" else ():
            found = self._path_file(posixpath.join(self.component, root, module), grammar)
            if found is not None:
                return found
        return None

    def _path_file(self, stem: str, grammar: Grammar) -> str | None:
        """An import may name the suffix that the compiled file will have (`./x.js` for `x.ts`)."""
        if self.tree.exists(stem) and self.kind(stem):
            return stem
        for kind in grammar.files:
            if stem.endswith(kind.suffix):
                return self._file(stem.removesuffix(kind.suffix), grammar)
        return self._file(stem, grammar)

    @cached_property
    def _aliases(self) -> tuple[tuple[str, str], ...]:
        found = []
        for grammar in self._grammars:
            for alias in grammar.modules.aliases:
                for root in dict.fromkeys((self.component, "")):
                    path = posixpath.join(root, alias.file)
                    if self.tree.exists(path):
                        found.extend(_read_aliases(read_text(self.tree, path), alias, root))
        return tuple(dict.fromkeys(found))


def _read_aliases(text: str, alias: PathAlias, root: str) -> list[tuple[str, str]]:
    base = re.search(alias.base, text) if alias.base else None
    folder = posixpath.join(root, base.group(1) if base else "")
    return [
        (match.group(1), posixpath.normpath(posixpath.join(folder, match.group(2))))
        for match in re.finditer(alias.pattern, text)
    ]
