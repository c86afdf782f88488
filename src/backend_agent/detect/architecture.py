"""Names the architecture only where two independent signs agree; otherwise says why not."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from backend_agent.detect.grouping import Grouping
from backend_agent.detect.layering import Directions
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import ArchitectureWords, LayoutFormat
from backend_agent.values.stack import Architecture

MOST_DOCUMENTS = 12
FEWEST_SIGNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Where signs are looked for. `listing` is the component's with its libraries, by full path;
    `sources` those of them that are code, in lower case, with their `originals`, `everything` all
    files in lower case; `names` are the program's; `technologies` are ids."""

    listing: Listing
    sources: Listing
    originals: Mapping[str, str]
    everything: Listing
    documents: tuple[Evidence, ...]
    names: tuple[Evidence, ...]
    technologies: tuple[tuple[str, Evidence], ...]
    grouping: Grouping
    directions: Directions


def name_architecture(signs: Signs, layout: LayoutFormat, texts: Texts) -> Architecture:
    """The architecture with the most kinds of signs, at least FEWEST_SIGNS of them."""
    candidates = [
        (words.name, found)
        for words in layout.architectures
        if (found := _find_signs(words, signs, layout, texts))
    ]
    if not candidates:
        return Architecture(name="unknown", reason="neither folders nor documents name one")
    # The first of the most: they are listed by how specific they are.
    name, best = max(candidates, key=lambda each: len(each[1]))
    if len(best) >= FEWEST_SIGNS:
        strong = (other for other, found in candidates if len(found) >= FEWEST_SIGNS)
        others = [other for other in dict.fromkeys(strong) if other != name]
        also = f"; also signs of {', '.join(others)}"
        reason = f"{len(best)} signs agree: {', '.join(best)}"
        return Architecture(
            name=name,
            evidence=tuple(best.values()),
            reason=reason + (also if others else ""),
        )
    hints = "; ".join(
        f"{name} by {next(iter(f))}: {next(iter(f.values()))}" for name, f in candidates[:3]
    )
    return Architecture(name="unknown", reason=f"only one sign each: {hints}")


def _find_signs(
    words: ArchitectureWords, signs: Signs, layout: LayoutFormat, texts: Texts
) -> dict[str, Evidence]:
    """By kind of sign the place that shows it."""
    prose = tuple(document.path for document in signs.documents[:MOST_DOCUMENTS])
    enforcers = signs.listing.find(layout.enforcers, 12)
    found = {
        "layout": _layout(words, signs),
        "imports": _imports(words, signs.directions),
        "document": _mention(words.document, prose, texts),
        "enforced": _mention(words.enforced, enforcers, texts),
        "named": _named(words.named, signs.names),
        "framework": next(
            (place for each, place in signs.technologies if each in words.frameworks), None
        ),
    }
    return {kind: evidence for kind, evidence in found.items() if evidence is not None}


def _layout(words: ArchitectureWords, signs: Signs) -> Evidence | None:
    where = signs.everything if words.everything else signs.sources
    matches = [where.find(pattern, 1) for pattern in words.layout]
    if not all(matches) or not (matches or words.grouping):
        return None
    if words.grouping == "features" and not signs.grouping.features:
        return None
    if words.grouping == "roles" and signs.grouping.layers is None:
        return None
    if words.grouping == "features":
        text = f"{len(signs.grouping.features)} folders that each hold one feature's layers"
        return Evidence(path=signs.grouping.features[0], text=text)
    if words.grouping == "roles":
        return Evidence(path=signs.grouping.layers or ".", text="a folder for each layer")
    return Evidence(path=signs.originals.get(matches[0][0], matches[0][0]), text="layout")


def _imports(words: ArchitectureWords, directions: Directions) -> Evidence | None:
    by_word = {
        "down": directions.down,
        "inward": directions.inward,
        "features": directions.features,
    }
    return by_word.get(words.imports)


def _mention(pattern: str, paths: tuple[str, ...], texts: Texts) -> Evidence | None:
    if not pattern:
        return None
    for path in paths:
        text = texts.get(path)
        found = compile_regex(pattern).search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            return Evidence(path=path, line=line, text=" ".join(found.group().split())[:80])
    return None


def _named(pattern: str, names: tuple[Evidence, ...]) -> Evidence | None:
    if not pattern:
        return None
    return next((each for each in names if compile_regex(pattern).search(each.text)), None)


def find_names(
    listing: Listing, layout: LayoutFormat, name: str, manifest: str
) -> tuple[Evidence, ...]:
    """What the program is called: by its manifest, and by the solution it is part of."""
    given = [Evidence(path=manifest, text=name)] if manifest else []
    files = listing.find(layout.solutions, 4)
    return (*given, *(Evidence(path=path, text=posixpath.splitext(path)[0]) for path in files))
