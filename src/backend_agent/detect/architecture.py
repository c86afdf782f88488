"""Names the architecture only where two independent signs agree; otherwise says why not."""

from __future__ import annotations

from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import ArchitectureWords, LayoutFormat
from backend_agent.values.stack import Architecture

MOST_DOCUMENTS = 12


def name_architecture(
    listing: Listing, documents: tuple[Evidence, ...], layout: LayoutFormat, texts: Texts
) -> Architecture:
    """Signs are the folders, a sentence of a document, and the configuration of an enforcing tool."""
    enforcers = tuple(listing.full(path) for path in listing.find(layout.enforcers, 8))
    prose = tuple(document.path for document in documents[:MOST_DOCUMENTS])
    candidates = []
    for words in layout.architectures:
        signs = _signs(words, listing, prose, enforcers, texts)
        if signs:
            candidates.append((len(signs), words.name, signs))
    agreed = [each for each in candidates if each[0] > 1]
    if len(agreed) == 1 or (agreed and agreed[0][0] > max(each[0] for each in agreed[1:])):
        _, name, signs = agreed[0]
        return Architecture(name=name, evidence=signs, reason=f"{len(signs)} signs agree")
    if agreed:
        names = ", ".join(each[1] for each in agreed)
        return Architecture(name="unknown", reason=f"signs for {names} contradict each other")
    if candidates:
        hints = "; ".join(f"{name} by {signs[0]}" for _, name, signs in candidates[:3])
        return Architecture(name="unknown", reason=f"only one sign each: {hints}")
    return Architecture(name="unknown", reason="neither folders nor documents name one")


def _signs(
    words: ArchitectureWords,
    listing: Listing,
    prose: tuple[str, ...],
    enforcers: tuple[str, ...],
    texts: Texts,
) -> tuple[Evidence, ...]:
    found = []
    matches = [listing.find(pattern, 1) for pattern in words.layout]
    if matches and all(matches):
        found.append(Evidence(path=listing.full(matches[0][0]), text="layout"))
    for pattern, paths in ((words.document, prose), (words.enforced, enforcers)):
        evidence = _mention(pattern, paths, texts) if pattern else None
        if evidence is not None:
            found.append(evidence)
    return tuple(found)


def _mention(pattern: str, paths: tuple[str, ...], texts: Texts) -> Evidence | None:
    for path in paths:
        text = texts.get(path)
        found = compile_regex(pattern).search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            return Evidence(path=path, line=line, text=" ".join(found.group().split())[:80])
    return None
