"""Reads one manifest by its data: name, dependencies, runtimes, links; a broken one is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from backend_agent.detect.content import find_all, find_texts, parse_content, squeeze_blanks
from backend_agent.detect.listing import compile_regex
from backend_agent.values.evidence import Evidence
from backend_agent.values.manifest import DependencyForm, ManifestForm, ManifestFormat
from backend_agent.world.tree import Tree, read_text

REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*([^;#]*)")
WORD = re.compile(r"[@\w][\w./@-]*")
LARGEST = 1_000_000
MOST_DEPENDENCIES = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """`name` as the registry's rules normalise it, an optional part of a package as `name[part]`;
    `version` as declared, "" = any."""

    name: str
    version: str
    evidence: Evidence
    development: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRuntime:
    """`name` "" = the format's own runtime."""

    name: str
    version: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One file. `folder` is its project's; `trouble` says why it could not be read ("" = it was).

    `below` and `versions` are what it says to the projects below it, `parent` whom it inherits from
    (None = all above), `local` the names of other projects that it uses, `aliases` entries of version
    catalogs, `variables` what its versions may refer to.
    """

    path: str
    folder: str
    ecosystem: ManifestFormat
    name: str = ""
    manager: str = ""
    parent: str | None = None
    workspace: bool = False
    carrier: bool = False
    program: bool = False
    runtimes: tuple[StatedRuntime, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    below: tuple[Dependency, ...] = ()
    versions: tuple[Dependency, ...] = ()
    local: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    includes: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A dependency as the manifest writes it."""

    name: str
    version: str = ""
    development: bool = False
    features: tuple[str, ...] = ()


def read_manifest(
    tree: Tree, path: str, folder: str, ecosystem: ManifestFormat, form: ManifestForm
) -> Manifest:
    """Never raises for what the file holds."""
    empty = Manifest(path=path, folder=folder, ecosystem=ecosystem, carrier=form.carrier)
    if len(tree.read_bytes(path)) > LARGEST:
        return replace(empty, trouble=f"{path}: too large to be a manifest")
    text = squeeze_blanks(read_text(tree, path))
    try:
        content = parse_content(text, form.syntax)
    except ValueError as error:
        trouble = f"{path}:{_line_of(error)}: not valid {form.syntax.upper()}: {error}"
        return replace(empty, trouble=trouble)
    return ManifestReader(path, text, content, ecosystem, form).read(empty)


@dataclass(frozen=True)
class ManifestReader:
    """What every question about one file needs."""

    path: str
    text: str
    content: object
    ecosystem: ManifestFormat
    form: ManifestForm

    def read(self, empty: Manifest) -> Manifest:
        form = self.form
        read = {reach: tuple(self._dependencies(reach)) for reach in ("own", "below", "versions")}
        return replace(
            empty,
            name=next(iter(self._texts(form.name)), ""),
            manager=next(iter(self._texts(form.manager)), "").split("@")[0],
            parent=next(iter(self._texts(form.parent)), "") if form.parent else None,
            workspace=any(find_all(self.content, at) for at in form.workspace),
            program=bool(form.program and compile_regex(form.program).search(self.text)),
            runtimes=tuple(self._runtimes()),
            dependencies=(*read["own"], *(() if form.carrier else read["below"])),
            below=read["below"],
            versions=read["versions"],
            local=self._matches(form.local),
            aliases=self._matches(form.aliases),
            variables=self._variables(),
            includes=self._matches((form.includes,) if form.includes else ()),
        )

    def _texts(self, places: tuple[str, ...]) -> list[str]:
        if self.form.syntax == "text":
            return list(self._matches(places))
        return find_texts(self.content, places)

    def _matches(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """The first group of every match, each once."""
        found = (
            (match[1] or "").strip()
            for pattern in patterns
            for match in compile_regex(pattern).finditer(self.text)
        )
        return tuple(dict.fromkeys(islice((each for each in found if each), MOST_DEPENDENCIES)))

    def _variables(self) -> tuple[tuple[str, str], ...]:
        if not self.form.variables:
            return ()
        matches = compile_regex(self.form.variables).finditer(self.text)
        return tuple((m["name"], m["value"]) for m in islice(matches, MOST_DEPENDENCIES))

    def _runtimes(self) -> Iterator[StatedRuntime]:
        for form in self.form.runtimes:
            found = find_texts(self.content, (form.at,)) if form.at else []
            if form.pattern:
                found.extend(self._matches((form.pattern,)))
            for version in found:
                evidence = Evidence(path=self.path, line=self.line_of(version), text=version[:80])
                yield StatedRuntime(name=form.name, version=version, evidence=evidence)

    def _dependencies(self, reach: str) -> Iterator[Dependency]:
        declared = (
            each
            for form in self.form.dependencies
            if form.reach == reach
            for each in self._declared(form)
        )
        for each in islice(declared, MOST_DEPENDENCIES):
            name = normalise_name(each.name, self.ecosystem)
            evidence = Evidence(
                path=self.path,
                line=self.line_of(each.name),
                text=f"{each.name} {each.version}".strip()[:120],
            )
            for full in (name, *(f"{name}[{feature}]" for feature in each.features)):
                yield Dependency(
                    name=full,
                    version=each.version,
                    evidence=evidence,
                    development=each.development,
                )

    def _declared(self, form: DependencyForm) -> Iterator[Declared]:
        if self.form.syntax == "text":
            for match in self._found(form):
                given = match.groupdict()
                yield Declared(
                    name=given["name"],
                    version=(given.get("version") or "").strip(),
                    development=form.development,
                    features=_split_features(given.get("features")),
                )
            return
        for value in find_all(self.content, form.at):
            yield from _read_value(value, form)

    def _found(self, form: DependencyForm) -> Iterator[re.Match[str]]:
        item = compile_regex(form.at)
        if not form.within:
            yield from item.finditer(self.text)
            return
        for block in compile_regex(form.within).finditer(self.text):
            yield from item.finditer(block[1])

    def line_of(self, name: str) -> int:
        """The first line that holds the name by itself, 0 when none does."""
        return self._words.get(name, 0)

    @cached_property
    def _words(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(self.text.splitlines(), 1):
            for match in WORD.finditer(line):
                found.setdefault(match.group(), number)
        return found


def _read_value(value: object, form: DependencyForm) -> Iterator[Declared]:
    if form.form == "requirements":
        for entry in value if isinstance(value, list) else ():
            match = REQUIREMENT.match(entry) if isinstance(entry, str) else None
            if match:
                yield Declared(
                    name=match[1],
                    version=match[3].strip(),
                    development=form.development,
                    features=_split_features(match[2]),
                )
    elif form.form == "records":
        for entry in value if isinstance(value, list) else (value,):
            yield from _read_record(entry, form)
    elif isinstance(value, dict):
        for name, given in value.items():
            yield Declared(
                name=str(name),
                version=_version_of(given),
                development=form.development,
                features=_features_of(given, form.features),
            )
    elif form.form == "names":
        for name in value if isinstance(value, list) else (value,):
            if isinstance(name, str):
                yield Declared(name=name, development=form.development)


def _read_record(entry: object, form: DependencyForm) -> Iterator[Declared]:
    names = find_texts(entry, form.name_at)
    if not names:
        return
    scopes = find_texts(entry, (form.scope_at,)) if form.scope_at else []
    yield Declared(
        name=names[0],
        version=next(iter(find_texts(entry, form.version_at)), ""),
        development=form.development or any(s in form.development_scopes for s in scopes),
    )


def _version_of(given: object) -> str:
    if isinstance(given, dict):
        return str(given.get("version", ""))
    return given if isinstance(given, str) else ""


def _features_of(given: object, key: str) -> tuple[str, ...]:
    listed = given.get(key) if key and isinstance(given, dict) else None
    return (
        tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()
    )


def _split_features(given: str | None) -> tuple[str, ...]:
    return tuple(each for part in (given or "").split(",") if (each := part.strip(" \t\r\n\"'")))


def normalise_name(name: str, ecosystem: ManifestFormat) -> str:
    if ecosystem.hyphens:
        return re.sub(r"[-_.]+", "-", name).lower()
    return compile_regex(ecosystem.strip).sub("", name) if ecosystem.strip else name


def find_line(text: str, word: str) -> int:
    """The first line that holds the word by itself, 0 when none does."""
    found = re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _line_of(error: ValueError) -> int:
    number = getattr(error, "lineno", None)
    if isinstance(number, int):
        return number
    found = re.search(r"line (\d+)", str(error))
    return int(found.group(1)) if found else 0
