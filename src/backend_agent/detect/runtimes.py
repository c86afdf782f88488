"""Which version of its runtime a project wants, and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backend_agent.detect.components import Project
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.manifest import TextForm
from backend_agent.values.stack import FoundRuntime

MOST_PLACES = 5
MOST_STATEMENTS = 12


def find_runtimes(
    project: Project, listing: Listing, shared: Listing, texts: Texts
) -> tuple[FoundRuntime, ...]:
    """Every statement, the most reliable of each runtime first: toolchain files that pin, manifests,
    then other files, CI and images; each version of a runtime once."""
    forms = project.ecosystem.runtimes
    places = (listing, shared) if project.folder else (listing,)
    statements = [
        *_stated_in_files((form for form in forms if form.pinned), project, places, texts),
        *(
            FoundRuntime(
                name=each.name or project.ecosystem.runtime,
                version=_plain_version(each.version),
                evidence=each.evidence,
            )
            for each in project.runtimes
        ),
        *_stated_in_files((form for form in forms if not form.pinned), project, places, texts),
    ]
    first: dict[tuple[str, str], FoundRuntime] = {}
    for each in statements:
        if each.version:
            first.setdefault((each.name, each.version), each)
    return tuple(first.values())[:MOST_STATEMENTS]


def name_runtime(project: Project, managers: tuple[str, ...]) -> str:
    """The runtime that the project's package manager brings along, else its language's."""
    by_manager = {each.manager: each.runtime for each in project.ecosystem.managed}
    named = (by_manager[each] for each in managers if each in by_manager)
    return next(named, project.ecosystem.runtime)


def _stated_in_files(
    forms: Iterable[TextForm], project: Project, places: tuple[Listing, ...], texts: Texts
) -> Iterator[FoundRuntime]:
    for form in forms:
        for listing in places:
            for path in listing.find(form.file, MOST_PLACES):
                full = listing.full(path)
                text = texts.get(full)
                for match in compile_regex(form.pattern).finditer(text):
                    yield FoundRuntime(
                        name=form.runtime or project.ecosystem.runtime,
                        version=_plain_version(match[1]),
                        evidence=Evidence(
                            path=full,
                            line=text.count("\n", 0, match.start(1)) + 1,
                            text=match.group().strip()[:80],
                        ),
                    )


def _plain_version(version: str) -> str:
    return version.strip().strip("\"'").strip()


def describe_conflict(runtimes: tuple[FoundRuntime, ...], folder: str) -> Iterator[str]:
    """One sentence for each runtime of which different versions are stated."""
    names = dict.fromkeys(each.name for each in runtimes)
    for name in names:
        said = [each for each in runtimes if each.name == name]
        exact = [each for each in said if not _agrees(said[0].version, each.version)]
        if exact:
            others = ", ".join(f"{each.version} ({each.evidence})" for each in exact[:3])
            chosen = f"{said[0].version} ({said[0].evidence})"
            yield f"{name} of {folder or '.'}: {chosen}, but also {others}"


def _agrees(one: str, other: str) -> bool:
    """Whether the plain numbers of two statements do not contradict: one begins the other, or one
    of them is a range, which only a resolver of its registry could judge."""
    first, second = one.removeprefix("v").split("."), other.removeprefix("v").split(".")
    if not (first[0].isdigit() and second[0].isdigit()):
        return True
    shared = min(len(first), len(second))
    return first[:shared] == second[:shared]
