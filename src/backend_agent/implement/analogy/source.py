"""The source files of a component: text, elements and imports, each read once and only if asked."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property

from backend_agent.implement.analogy.binding import ImportedName, is_import, read_import
from backend_agent.syntax.edits import find_eol
from backend_agent.syntax.element import Element, read_elements
from backend_agent.syntax.tree import Fault, find_faults, parse_source
from backend_agent.values.language import LanguageFormat, Shape, StyleName
from backend_agent.world.tree import Tree, read_text

_RUN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def list_labels(language: LanguageFormat) -> dict[str, tuple[str, ...]]:
    """The named parts that are asked for, by kind of node."""
    labels: dict[str, tuple[str, ...]] = {}
    shapes: tuple[Shape, ...] = (
        *language.declarations, *language.keyed, *language.assignments, *language.members,
        *language.calls, *language.imports.statements, *language.imports.specifiers,
        *language.imports.bindings, *language.imports.handing, *language.conditions,
    )  # fmt: skip
    for shape in shapes:
        wanted = {label for label in (shape.key, shape.value, shape.type) if label}
        labels[shape.kind] = tuple(sorted({*labels.get(shape.kind, ()), *wanted}))
    return labels


class Source:
    """One file. `text` keeps its line ends; offsets of elements are offsets into it."""

    def __init__(
        self, path: str, text: str, language: LanguageFormat, home: Codebase | None = None
    ) -> None:
        self.path = path
        self.text = text
        self.language = language
        self.home = home
        suffix = posixpath.splitext(path)[1]
        self.grammar = language.suffixes[suffix]

    @cached_property
    def root(self) -> Element:
        return read_elements(self.text, self.grammar, list_labels(self.language))

    def leaves_saying(self, texts: Collection[str]) -> list[Element]:
        """The leaves with one of these texts, in source order."""
        wanted = "|".join(sorted(map(re.escape, set(texts) - {""}), key=len, reverse=True))
        # Looked for from every letter: a leaf may begin inside another text.
        spans = re.finditer(rf"(?=(?<!\w)({wanted})(?!\w))", self.text) if wanted else ()
        found = (self.root.find_leaf(*span.span(1)) for span in spans)
        return [leaf for leaf in found if leaf is not None]

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        return find_faults(parse_source(self.text, self.grammar))

    @cached_property
    def eol(self) -> str:
        return find_eol(self.text)

    @property
    def stem(self) -> str:
        return posixpath.basename(self.path).split(".")[0]

    @cached_property
    def is_test(self) -> bool:
        return is_test_path(self.path, self.language)

    @cached_property
    def keyed(self) -> dict[tuple[str, int], Element]:
        """What gives a name its value or its type, by that name and the line."""
        shapes = {shape.kind: shape for shape in self.language.keyed}
        found: dict[tuple[str, int], Element] = {}
        for element in self.root.walk():
            shape = shapes.get(element.kind)
            key = element.labels.get(shape.key) if shape is not None else None
            if key is not None:
                found.setdefault((key.text, element.line), element)
        return found

    def origin(self, name: str, depth: int = 6) -> str:
        """The module outside the repository that the name comes from, through names handed on and
        objects that a call makes; "" where it is the repository's own or unknown."""
        imported = self.imports.get(name)
        if not depth:
            return ""
        if imported is None:
            maker = self._makers.get(name, name)
            return self.origin(maker, depth - 1) if maker != name else ""
        found = self.home.resolve_module(self.path, imported.module) if self.home else None
        if found is None or self.home is None:
            return imported.module
        if not found.endswith(tuple(self.language.suffixes)):
            return ""
        return self.home.source(found).origin(imported.original, depth - 1)

    @cached_property
    def _makers(self) -> dict[str, str]:
        """By name what a module-level assignment calls to make it."""
        calls = {shape.kind for shape in self.language.calls}
        shapes = {shape.kind: shape for shape in self.language.assignments}
        found: dict[str, str] = {}
        for top in self.root.named_children:
            for element in (top, *top.named_children):
                shape = shapes.get(element.kind)
                key = element.labels.get(shape.key) if shape else None
                value = element.labels.get(shape.value) if shape else None
                if key is not None and value is not None and value.kind in calls:
                    found[key.text] = next(value.leaves()).text
        return found

    @cached_property
    def quote(self) -> str:
        """The quotation mark that most texts of the file stand in; "" where it has none."""
        kinds = [kind for kind, role in self.language.literals.items() if role == "text"]
        marks = [each.text[:1] for each in self.root.walk() if each.kind in kinds]
        counts = {mark: marks.count(mark) for mark in ('"', "'")}
        return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else ""

    @cached_property
    def indent(self) -> str:
        """One step of indentation, as this file writes it; the language's own where it shows none."""
        steps = re.findall(r"(?m)^(\t|  +)(?=\S)", self.text)
        if not steps:
            return self.language.indent
        if sum(step == "\t" for step in steps) * 2 > len(steps):
            return "\t"
        least = min((step for step in steps if step != "\t"), key=len)
        return least if len(least) in (2, 4, 8) else self.language.indent

    @cached_property
    def import_statements(self) -> tuple[Element, ...]:
        form = self.language.imports
        kinds = {*form.holders, *(shape.kind for shape in form.statements)}
        found = self.root.find_kinds(kinds)
        return tuple(each for each in found if is_import(each, self.language))

    @cached_property
    def imports(self) -> dict[str, ImportedName]:
        """By bound name."""
        return {
            imported.name: imported
            for statement in self.import_statements
            for imported in read_import(statement, self.language)
        }


def is_test_path(path: str, language: LanguageFormat) -> bool:
    return any(re.search(pattern, path) for pattern in language.test_files)


class Codebase:
    """The component's files in a tree. `prefix` is the component's folder with `/`, or ""."""

    def __init__(
        self,
        tree: Tree,
        folder: str,
        language: LanguageFormat,
        file_style: StyleName | None = None,
    ) -> None:
        self.tree = tree
        self._file_style = file_style
        self.language = language
        self.prefix = f"{folder}/" if folder else ""
        self._sources: dict[str, Source] = {}
        self._modules: dict[tuple[str, str], str | None] = {}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Files of the language, without those that are left alone (generated, migrations, …)."""
        suffixes = tuple(self.language.suffixes)
        return tuple(
            path
            for path in self.tree.paths()
            if path.startswith(self.prefix) and path.endswith(suffixes) and not self.is_left(path)
        )

    @cached_property
    def file_style(self) -> StyleName:
        """How file names of several words are written here; the language's own way where none is."""
        counts = self._file_styles
        usual = counts.most_common(1)[0][0] if counts else self.language.styles.file
        return self._file_style or usual

    @property
    def shows_file_style(self) -> bool:
        return bool(self._file_styles)

    @cached_property
    def _file_styles(self) -> Counter[StyleName]:
        counts: Counter[StyleName] = Counter()
        for path in self.paths:
            stem = path.rsplit("/", 1)[-1].split(".")[0].strip("_").removeprefix("test_")
            if "-" in stem:
                counts["kebab"] += 1
            elif "_" in stem:
                counts["snake"] += 1
            elif re.search(r"[a-z][A-Z]", stem):
                counts["pascal" if stem[0].isupper() else "camel"] += 1
        return counts

    @cached_property
    def known_paths(self) -> frozenset[str]:
        return frozenset(self.paths)

    def is_left(self, path: str) -> bool:
        """Whether analogy neither reads nor writes the file."""
        return self._left.search(path.removeprefix(self.prefix)) is not None

    @cached_property
    def _left(self) -> re.Pattern[str]:
        return re.compile("|".join(self.language.left_paths) or "(?!)")

    def find_naming(self, names: Collection[str]) -> dict[str, set[str]]:
        """By each of `names`, the files where one begins with it: itself, its plural, `ItemCreate`."""
        found: dict[str, set[str]] = {name: set() for name in names}
        for path in self.paths:
            for run in set(_RUN.findall(self.source(path).text)):
                for opening in _list_openings(run):
                    if opening in found:
                        found[opening].add(path)
        return found

    def source(self, path: str) -> Source:
        if path not in self._sources:
            text = read_text(self.tree, path)
            self._sources[path] = Source(path, text, self.language, self)
        return self._sources[path]

    def resolve_module(self, importer: str, module: str) -> str | None:
        """The path of the file that `module` means for the file `importer`; None = not ours."""
        key = (importer, module)
        if key not in self._modules:
            self._modules[key] = self._find_module(importer, module)
        return self._modules[key]

    def _find_module(self, importer: str, module: str) -> str | None:
        form = self.language.imports
        for base in self._module_bases(importer, module):
            for suffix in self.language.suffixes:
                for candidate in (f"{base}{suffix}", f"{base}/{form.index}{suffix}"):
                    found = self._find_ending(candidate)
                    if found is not None:
                        return found
            folder = self._find_folder(base)
            if folder is not None:
                return folder
        return None

    def _module_bases(self, importer: str, module: str) -> tuple[str, ...]:
        form = self.language.imports
        if any(module.startswith(prefix) for prefix in form.relative):
            return (_relative_base(importer, self._without_suffix(module), form.separator),)
        for root in form.roots:
            if module.startswith(root):
                return ("*/" + self._without_suffix(module.removeprefix(root)),)
        if form.roots:
            # `src/items/item`: a package of that name is unlikely, and a folder of the program is there.
            inside = "/" in module and module[0] != "@"
            name = self._without_suffix(module)
            return (self.prefix + name, f"{self.prefix}src/{name}") if inside else ()
        return ("*/" + module.replace(form.separator, "/"),)

    def _without_suffix(self, module: str) -> str:
        """`./tasks.js` and `./tasks.ts` are `./tasks`; `./tasks.routes` is a name as it is."""
        stem, suffix = posixpath.splitext(module)
        return stem if suffix in self.language.suffixes else module

    def _find_ending(self, candidate: str) -> str | None:
        if not candidate.startswith("*/"):
            return candidate if self.tree.exists(candidate) else None
        ending = candidate[2:]
        known = self._by_name.get(posixpath.basename(ending), ())
        for path in known:
            if path == ending or path.endswith("/" + ending):
                return path
        return None

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for path in self.tree.paths():
            if path.startswith(self.prefix):
                names.setdefault(posixpath.basename(path), []).append(path)
        return names

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(folder for path in self.paths for folder in _folders_above(path) if folder)

    def _find_folder(self, base: str) -> str | None:
        if not base.startswith("*/"):
            return base if base in self._folders else None
        ending = base[1:]
        found = (each for each in self._folders if f"/{each}".endswith(ending))
        return min(found, key=len, default=None)


def _list_openings(run: str) -> Iterator[str]:
    """`new_ItemsPublic` as what begins at a word after `_` and ends before a capital, an `_` or the
    plural's `s`: itself, `new`, `new_Item`, `new_Items`, `Item`, `Items`, `ItemsPublic`."""
    starts = [0, *(at + 1 for at, letter in enumerate(run) if letter == "_")]
    ends = [at for at, letter in enumerate(run) if letter == "_" or letter.isupper()]
    for start in starts:
        for end in (*ends, len(run)):
            if end > start:
                yield run[start:end]
                if run[end - 1] == "s":
                    yield run[start : end - 1]


def _relative_base(importer: str, module: str, separator: str) -> str:
    folder = posixpath.dirname(importer)
    if separator == "/":
        return posixpath.normpath(posixpath.join(folder, module))
    dots = len(module) - len(module.lstrip(separator))
    for _ in range(dots - 1):
        folder = posixpath.dirname(folder)
    rest = module.lstrip(separator).replace(separator, "/")
    return posixpath.join(folder, rest) if rest else folder


def _folders_above(path: str) -> tuple[str, ...]:
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: at + 1]) for at in range(len(parts)))
