"""Habits by counting: names, imports, errors, sessions, logs …, each with the share that keeps it."""

from __future__ import annotations

from collections import Counter

from backend_agent.catalog import Catalog
from backend_agent.detect.chain import read_chain
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.literals import certain_literals
from backend_agent.detect.sample import Texts, sample_paths
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import Habit, HabitChoice, HabitFormat
from backend_agent.values.stack import Convention, Counted

MOST_COUNTED = 40
MOST_NAMED = 1000
MOST_ANSWERS = 5


def read_conventions(
    owners: frozenset[str],
    catalog: Catalog,
    listing: Listing,
    sources: tuple[str, ...],
    texts: Texts,
) -> tuple[Convention, ...]:
    """What every program is asked, and what the languages and technologies `owners` ask about."""
    named = Listing(listing.folder, sample_paths(listing.paths, MOST_NAMED))
    found = []
    for document in catalog.documents(HabitFormat):
        if not document.technology or document.technology in owners:
            for habit in document.value.habits:
                convention = (
                    read_chain(habit, listing, texts)
                    if habit.ordered
                    else _count(habit, named, sources, texts)
                )
                if convention is not None:
                    found.append(convention)
    return tuple(found)


def _count(
    habit: Habit, listing: Listing, sources: tuple[str, ...], texts: Texts
) -> Convention | None:
    """None where too little speaks for any answer."""
    counts: Counter[str] = Counter()
    places: dict[str, Evidence] = {}
    within = compile_regex(habit.within).search if habit.within else None
    chosen = tuple(path for path in sources if not within or within(path))
    sample = sample_paths(chosen, MOST_COUNTED)
    for choice in habit.choices:
        if habit.files:
            paths = listing.find(choice.pattern, MOST_NAMED)
            counts[choice.value] += len(paths)
            if paths:
                places.setdefault(choice.value, Evidence(path=listing.full(paths[0])))
        else:
            _count_texts(choice, sample, texts, counts, places)
    ranked = sorted(((n, value) for value, n in counts.items() if n), key=lambda e: (-e[0], e[1]))
    if not ranked or ranked[0][0] < habit.fewest:
        return None
    most, value = ranked[0]
    return Convention(
        name=habit.name,
        value=value,
        share=round(most / counts.total(), 2),
        counts=tuple(Counted(value=value, count=n) for n, value in ranked[:MOST_ANSWERS]),
        evidence=(places[value],),
    )


def _count_texts(
    choice: HabitChoice,
    sample: tuple[str, ...],
    texts: Texts,
    counts: Counter[str],
    places: dict[str, Evidence],
) -> None:
    pattern = compile_regex(choice.pattern)
    literals = certain_literals(choice.pattern)
    for path in sample:
        text = texts.get(path)
        if literals and not any(each in text for each in literals):
            continue
        for match in pattern.finditer(text):
            value = match["value"] if "value" in pattern.groupindex else choice.value
            counts[value] += 1
            if value not in places:
                line = text.count("\n", 0, match.start()) + 1
                places[value] = Evidence(path=path, line=line)
