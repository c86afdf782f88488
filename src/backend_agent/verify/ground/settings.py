"""The settings under which the repository's checks run, and the services that are declared for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.values.errors import InputError
from backend_agent.values.ground_format import GroundFormat, SettingsSource
from backend_agent.values.stack import Component
from backend_agent.verify.ground.documents import (
    find_nodes,
    find_pairs,
    find_texts,
    load_document,
)
from backend_agent.verify.ground.dotenv import read_dotenv, resolve_references
from backend_agent.world.tree import Tree, read_text

EXAMPLES = (".env.example", ".env.sample", ".env.template", ".env.dist", "env.example")
OWN = (".env", ".env.test", ".env.testing")
# "latest", "contest" and "attest" speak of something else.
SPEAKS_OF_TESTS = re.compile(r"(?i)(?<!la)(?<!con)(?<!at)tests?\b|\bspecs?\b")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`source` is the file it was read from. The value never reaches a report."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredService:
    """A service that a file declares. `certain` = the repository's own tests run beside it."""

    image: str
    environment: tuple[tuple[str, str], ...]
    source: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`values` hold each name once, the strongest source last to speak."""

    values: tuple[Setting, ...] = ()
    services: tuple[DeclaredService, ...] = ()
    faults: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        return next((each.value for each in self.values if each.name == name), None)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((each.name, each.value) for each in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pipeline:
    """What the files of continuous integration and of containers say."""

    environment: tuple[Setting, ...]
    services: tuple[DeclaredService, ...]
    scripts: str
    faults: tuple[str, ...]


def read_settings(
    tree: Tree,
    component: Component,
    catalog: Catalog,
    *,
    env_file: str = "",
    required: frozenset[str] = frozenset(),
) -> Settings:
    """From weak to strong: the example file, the committed one, the jobs that test, `env_file`.

    The example counts whole only where no job tells how tests are run, or where a job uses it; else
    only for `required` names (those that the program has no default for). `env_file` is a text.
    """
    folders = tuple(dict.fromkeys(("", f"{component.path}/" if component.path else "")))
    own = _read_dotenvs(tree, folders, OWN)
    pipeline = _read_pipeline(tree, catalog, {each.name: each.value for each in own})
    examples = _read_dotenvs(tree, folders, EXAMPLES)
    used = not pipeline.scripts or any(name in pipeline.scripts for name in EXAMPLES)
    examples = tuple(each for each in examples if each.value and (used or each.name in required))
    given = tuple(
        Setting(name=name, value=value, source="--env-file")
        for name, value in read_dotenv(env_file)
    )
    strongest = {each.name: each for each in (*examples, *own, *pipeline.environment, *given)}
    return Settings(
        values=tuple(strongest.values()), services=pipeline.services, faults=pipeline.faults
    )


def _read_dotenvs(
    tree: Tree, folders: tuple[str, ...], names: tuple[str, ...]
) -> tuple[Setting, ...]:
    return tuple(
        Setting(name=name, value=value, source=folder + file)
        for folder in folders
        for file in names
        if tree.exists(folder + file)
        for name, value in read_dotenv(read_text(tree, folder + file))
    )


def _read_pipeline(tree: Tree, catalog: Catalog, known: Mapping[str, str]) -> _Pipeline:
    environment: list[Setting] = []
    services: list[DeclaredService] = []
    scripts: list[str] = []
    faults: list[str] = []
    for source, path in _find_documents(tree, catalog):
        try:
            document = load_document(read_text(tree, path), path)
        except InputError as error:
            faults.append(error.message)
            continue
        for job in _testing_jobs(document, source):
            scripts += find_texts(job, source.job_scripts)
            pairs = (
                *find_pairs(document, source.environment),
                *find_pairs(job, source.job_environment),
            )
            environment += [
                Setting(name=name, value=value, source=path)
                for name, value in pairs
                if not EXPRESSION.search(value)
            ]
            services += _read_services(job, source.job_services, path, known, certain=True)
        services += _read_services(document, source.services, path, known, certain=False)
    return _Pipeline(
        environment=tuple(environment),
        services=tuple(services),
        scripts="\n".join(scripts),
        faults=tuple(faults),
    )


def _find_documents(tree: Tree, catalog: Catalog) -> Iterator[tuple[SettingsSource, str]]:
    sources = [
        (re.compile(source.files), source)
        for document in catalog.documents(GroundFormat)
        for source in document.value.sources
    ]
    for path in tree.paths():
        for pattern, source in sources:
            if pattern.search(path):
                yield source, path


def _testing_jobs(document: object, source: SettingsSource) -> Iterator[object]:
    for _, job in find_nodes(document, source.jobs) if source.jobs else ():
        if SPEAKS_OF_TESTS.search("\n".join(find_texts(job, source.job_scripts))):
            yield job


def _read_services(
    node: object, paths: tuple[str, ...], source: str, known: Mapping[str, str], *, certain: bool
) -> Iterator[DeclaredService]:
    for path in paths:
        for _, service in find_nodes(node, path):
            held = service if isinstance(service, Mapping) else {"image": service}
            image = held.get("image") or held.get("name") or ""
            pairs = find_pairs(service, ("environment", "env", "variables"))
            yield DeclaredService(
                image=str(image),
                environment=tuple(
                    (name, resolved)
                    for name, value in pairs
                    if (resolved := resolve_references(value, known)) is not None
                ),
                source=source,
                certain=certain,
            )
