"""Habits by counting: names, imports, quotes, handlers, errors, each with the share that keeps it."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.sample import Texts, sample_paths
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import Habit, HabitFormat
from backend_agent.values.stack import Convention

FEWEST = 3
MOST_COUNTED = 40
MOST_NAMED = 1000


def read_conventions(
    owners: frozenset[str],
    catalog: Catalog,
    listing: Listing,
    sources: tuple[str, ...],
    texts: Texts,
) -> tuple[Convention, ...]:
    """The conventions that the languages and technologies `owners` ask about."""
    sample = sample_paths(sources, MOST_COUNTED)
    named = Listing(listing.folder, sample_paths(listing.paths, MOST_NAMED))
    found = []
    for document in catalog.documents(HabitFormat):
        if document.technology in owners:
            for habit in document.value.habits:
                convention = _count(habit, named, sample, texts)
                if convention is not None:
                    found.append(convention)
    return tuple(found)


def _count(
    habit: Habit, listing: Listing, sample: tuple[str, ...], texts: Texts
) -> Convention | None:
    """None where too little speaks for any answer."""
    counts: list[tuple[int, str, Evidence]] = []
    within = compile_regex(habit.within).search if habit.within else None
    for choice in habit.choices:
        if habit.files:
            paths = listing.find(choice.pattern, MOST_NAMED)
            first = listing.full(paths[0]) if paths else ""
            counts.append((len(paths), choice.value, Evidence(path=first)))
            continue
        total, evidence = 0, Evidence(path="")
        search = compile_regex(choice.pattern)
        for path in sample:
            if within and not within(path):
                continue
            text = texts.get(path)
            matches = list(search.finditer(text))
            if matches and not evidence.path:
                line = text.count("\n", 0, matches[0].start()) + 1
                evidence = Evidence(path=path, line=line)
            total += len(matches)
        counts.append((total, choice.value, evidence))
    everything = sum(count for count, _, _ in counts)
    most, value, evidence = max(counts, key=lambda each: each[0])
    if most < FEWEST:
        return None
    share = round(most / everything, 2)
    return Convention(name=habit.name, value=value, share=share, evidence=(evidence,))
