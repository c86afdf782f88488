"""Which technologies of the catalog a project uses, each with the places that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from backend_agent.catalog import Catalog
from backend_agent.detect.components import Project
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.literals import certain_literals
from backend_agent.detect.manifests import Dependency
from backend_agent.detect.offers import Seen, drop_offered
from backend_agent.detect.sample import Texts, sample_configuration, sample_sources
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import FoundTechnology
from backend_agent.values.technology import Signal, Technology

MOST_EVIDENCE = 4
MOST_FILES = 60


@dataclass(frozen=True)
class Ground:
    """Where signals are looked for. `shared` are the root's own files, `locked` versions by name;
    what a test's path configures is no fact about the program."""

    project: Project
    listing: Listing
    shared: Listing
    texts: Texts
    locked: dict[str, tuple[str, Evidence]]
    layout: LayoutFormat

    @cached_property
    def configuration(self) -> tuple[Listing, ...]:
        tests = next(words.paths for words in self.layout.layers if words.role == "tests")
        own = sample_configuration(self.listing, tests)
        return (own,) if not self.project.folder else (own, self.shared)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        found = sample_sources(self.listing, self.project.ecosystem.suffixes)
        return tuple(self.listing.full(path) for path in found)

    @cached_property
    def dependencies(self) -> dict[str, Dependency]:
        # The first mention wins: runtime dependencies stand before those of groups.
        return {each.name: each for each in reversed(self.project.dependencies)}

    @cached_property
    def development(self) -> frozenset[Evidence]:
        """Where dependencies stand that only development needs."""
        return frozenset(each.evidence for each in self.dependencies.values() if each.development)

    @cached_property
    def images(self) -> tuple[tuple[str, Evidence], ...]:
        """The container images that are named somewhere, each with its first place."""
        found: dict[str, Evidence] = {}
        for path in self.find_within("@images"):
            text = self.texts.get(path)
            for match in compile_regex(self.layout.image).finditer(text):
                if match["name"] not in found:
                    line = text.count("\n", 0, match.start("name")) + 1
                    found[match["name"]] = Evidence(path=path, line=line, text=match["name"])
        return tuple(found.items())

    def find_within(self, within: str) -> tuple[str, ...]:
        """Full paths of configuration files that the pattern names, or the place `@name`."""
        if within not in self._within:
            pattern = self._places.get(within, within)
            self._within[within] = tuple(
                listing.full(path)
                for listing in self.configuration
                for path in listing.find(pattern, MOST_FILES)
            )
        return self._within[within]

    @cached_property
    def _places(self) -> dict[str, str]:
        return {f"@{place.name}": place.paths for place in self.layout.places}

    @cached_property
    def _within(self) -> dict[str, tuple[str, ...]]:
        return {}


def see_technologies(ground: Ground, catalog: Catalog, *, quick: bool = False) -> tuple[Seen, ...]:
    """Every technology that some signal shows, also those that are only confirmed. `quick` looks at
    dependencies only and reads no further file."""
    found = []
    for technology in catalog.technologies:
        own = technology.id if technology.kind == "language" else technology.language
        if own and own not in ground.project.ecosystem.languages:
            continue
        strong: list[Evidence] = []
        weak: list[Evidence] = []
        ways: set[str] = set()
        for signal in technology.signals:
            if quick and signal.type != "dependency":
                continue
            shown = list(_signal_evidence(signal, ground))
            (strong if signal.strong else weak).extend(shown)
            if shown and signal.strong:
                ways.add(signal.type)
        if strong or weak:
            found.append(
                Seen(
                    technology=technology,
                    strong=tuple(strong[:MOST_EVIDENCE]),
                    confirmed=tuple(weak[:MOST_EVIDENCE]),
                    version=_version(technology, ground),
                    ways=frozenset(ways),
                    development=ground.development.issuperset(strong),
                )
            )
    return tuple(found)


def _signal_evidence(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    if signal.type == "dependency":
        if signal.registry in ("", ground.project.ecosystem.registry):
            search = compile_regex(signal.pattern).search
            for name, dependency in ground.dependencies.items():
                if search(name):
                    yield dependency.evidence
    elif signal.type == "file":
        listings = (ground.listing, ground.shared) if ground.project.folder else (ground.listing,)
        for listing in listings:
            for path in listing.find(signal.pattern, 2):
                yield Evidence(path=listing.full(path))
    elif signal.type == "image":
        search = compile_regex(signal.pattern).search
        yield from (evidence for name, evidence in ground.images if search(name))
    elif signal.type == "content":
        yield from _text_evidence(signal.pattern, ground.find_within(signal.within), ground.texts)
    else:
        yield from _text_evidence(signal.pattern, ground.sources, ground.texts)


def _text_evidence(pattern: str, paths: tuple[str, ...], texts: Texts) -> Iterator[Evidence]:
    literals = certain_literals(pattern)
    search = compile_regex(pattern).search
    found = 0
    for path in paths:
        text = texts.get(path)
        if literals and not any(literal in text for literal in literals):
            continue
        match = search(text)
        if match:
            # A leading newline of the match belongs to the line before.
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            line = text.count("\n", 0, start) + 1
            yield Evidence(path=path, line=line, text=" ".join(match.group().split())[:80])
            found += 1
            if found == 2:
                return


def _version(technology: Technology, ground: Ground) -> str:
    """Locked, else declared; of the first of its packages that the project names."""
    for signal in technology.signals:
        if signal.type != "dependency" or signal.registry not in (
            "",
            ground.project.ecosystem.registry,
        ):
            continue
        for name in ground.dependencies:
            if compile_regex(signal.pattern).search(name):
                if name in ground.locked:
                    return ground.locked[name][0]
                return ground.dependencies[name].version
    return ""


def merge_seen(seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """One for each technology: the evidence of all, the first version that is known."""
    found: dict[str, Seen] = {}
    for each in seen:
        known = found.get(each.technology.id)
        found[each.technology.id] = (
            each
            if known is None
            else replace(
                known,
                strong=(*known.strong, *each.strong)[:MOST_EVIDENCE],
                confirmed=(*known.confirmed, *each.confirmed)[:MOST_EVIDENCE],
                version=known.version or each.version,
                ways=known.ways | each.ways,
                development=known.development and each.development,
            )
        )
    return tuple(found.values())


def keep_technologies(seen: tuple[Seen, ...], catalog: Catalog) -> tuple[FoundTechnology, ...]:
    """The ones with a strong signal, with what they imply, without what they supersede."""
    kept = drop_offered({each.technology.id: each for each in seen if each.strong})
    implied: dict[str, Seen] = {}
    waiting = [each.technology for each in kept.values()]
    while waiting:
        owner = waiting.pop()
        for name in owner.implies:
            technology = catalog.find_technology(name)
            if technology is None or name in kept or name in implied:
                continue
            reason = kept.get(owner.id) or implied[owner.id]
            implied[name] = Seen(technology=technology, strong=reason.strong[:1], confirmed=())
            waiting.append(technology)
    everything = {
        name: each
        for name, each in {**kept, **implied}.items()
        if not each.technology.requires
        or any(other in kept or other in implied for other in each.technology.requires)
    }
    superseded = {name for each in kept.values() for name in each.technology.supersedes}
    others = Counter(
        each.technology.kind for each in everything.values() if not each.technology.alone
    )
    superseded |= {
        name
        for name, each in everything.items()
        if each.technology.alone and others[each.technology.kind]
    }
    return tuple(
        _found(each) for name, each in sorted(everything.items()) if name not in superseded
    )


def _found(seen: Seen) -> FoundTechnology:
    technology = seen.technology
    status = technology.status_of(seen.version)
    return FoundTechnology(
        id=technology.id,
        title=technology.title,
        kind=technology.kind,
        version=seen.version,
        status=status.state,
        replaced_by=status.replaced_by,
        evidence=(*seen.strong, *seen.confirmed)[:MOST_EVIDENCE],
    )
