"""Which project is the backend: by what servers need, never by bytes or by the number of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

from backend_agent.catalog import Catalog
from backend_agent.detect.components import Project
from backend_agent.detect.offers import Seen
from backend_agent.detect.technologies import Ground
from backend_agent.values.stack import FoundTechnology

# What each kind says about being a server; a framework that is also imported counts half more.
WEIGHTS = {
    "framework": 10.0,
    "orm": 4.0,
    "migration": 3.0,
    "database": 2.0,
    "queue": 1.0,
    "auth": 1.0,
    "cache": 0.5,
}
# What only development needs (types of another project's server) says less.
DEVELOPMENT = 0.4


class Scored(Protocol):
    @property
    def project(self) -> Project: ...

    @property
    def score(self) -> float: ...

    @property
    def substantial(self) -> bool: ...


S = TypeVar("S", bound=Scored)


def rank_backend(
    project: Project, ground: Ground, seen: tuple[Seen, ...], found: tuple[FoundTechnology, ...]
) -> float:
    """0 = nothing speaks for a backend. Signs in files shared by all projects do not count."""
    kept = {each.id for each in found}
    manifests = {manifest.path for manifest in project.manifests}
    shared = ground.shared.known
    development = {each.evidence for each in project.dependencies if each.development}
    score = 0.0
    for each in seen:
        weight = WEIGHTS.get(each.technology.kind, 0.0)
        if not weight or each.technology.id not in kept:
            continue
        if not any(e.path in manifests or e.path not in shared for e in each.strong):
            continue
        serving = [e for e in each.strong if e not in development]
        weight *= 1.0 if serving else DEVELOPMENT
        imported = any(e.path in ground.sources for e in (*each.strong, *each.confirmed))
        score += weight * (1.5 if imported else 1.0)
    return score


def drop_idle(examined: Sequence[S]) -> tuple[S, ...]:
    """Best first. A workspace's own manifest, or a second registry of a folder, that shows no
    backend is dropped where another project does show one, unless much is written for it."""
    ranked = sorted(examined, key=lambda each: (-each.score, each.project.folder.count("/")))
    if not ranked or ranked[0].score == 0:
        return tuple(ranked)
    alive = {each.project.folder for each in ranked if each.score > 0}
    return tuple(
        each
        for each in ranked
        if each.score > 0
        or each.substantial
        or not (each.project.workspace or each.project.folder in alive or not each.project.folder)
    )


def choose_language(
    project: Project,
    ground: Ground,
    technologies: tuple[FoundTechnology, ...],
    catalog: Catalog,
) -> str:
    """A language that supersedes another where its signs are seen (its compiled files may outnumber
    its sources); else the one of most sources."""
    languages = project.ecosystem.languages
    seen = [each.id for each in technologies if each.kind == "language" and each.id in languages]
    for language in seen:
        if catalog.technology(language).supersedes:
            return language
    named = {each.suffix: each.language for each in project.ecosystem.sources}
    counted = Counter(named.get(f".{path.rpartition('.')[2]}", "") for path in ground.listing.paths)
    most = max(languages, key=lambda language: counted[language])
    return most if counted[most] else next(iter(seen), languages[0])
