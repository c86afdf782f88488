"""The files a task is likely about: its words against routes, models, settings and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backend_agent.plan.names import to_snake
from backend_agent.syntax.nouns import singularize_word
from backend_agent.values.application import Application
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Component

MOST_FILES = 6
MOST_REASONS = 3
NAMED, ENTITY, ROUTE, PART = 20, 6, 4, 2
"""Weights: a path written in the task, an entity's name, a route, an attribute or a file's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that shares `words` with the task; `reason` says what is there."""

    words: frozenset[str]
    weight: int
    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedFile:
    """`named` = the task writes this very path."""

    path: str
    score: int
    reasons: tuple[str, ...]
    named: bool = False


def search_words(text: str, ignored: Iterable[str]) -> frozenset[str]:
    """The words of a task that carry meaning, singular and lower case."""
    plain = {word for part in re.findall(r"[A-Za-z][\w-]*", text) for word in split_words(part)}
    return frozenset(plain - set(ignored) - {singularize_word(word) for word in ignored})


def split_words(name: str) -> frozenset[str]:
    """The parts of an identifier, singular: `OrderItems` → order, item."""
    parts = re.split(r"[^a-z0-9]+", to_snake(name))
    return frozenset(singularize_word(part) for part in parts if len(part) > 2)


def find_concerned(
    text: str, words: frozenset[str], component: Component, application: Application
) -> tuple[ConcernedFile, ...]:
    """The likeliest files, best first, each with why; empty when no word is found anywhere."""
    scores: dict[str, int] = {}
    found: dict[str, dict[str, int]] = {}
    for mention in _list_mentions(component, application):
        strength = mention.weight * len(mention.words & words)
        if strength:
            path = mention.evidence.path
            scores[path] = scores.get(path, 0) + strength
            found.setdefault(path, {}).setdefault(mention.reason, strength)
    reasons = {path: sorted(each, key=lambda reason: -each[reason]) for path, each in found.items()}
    named = {path for path in _known_paths(component, application) if _is_written(path, text)}
    for path in named:
        scores[path] = scores.get(path, 0) + NAMED
        reasons.setdefault(path, []).insert(0, "named in the task")
    best = sorted(scores, key=lambda path: (-scores[path], path))[:MOST_FILES]
    return tuple(
        ConcernedFile(
            path=path,
            score=scores[path],
            reasons=tuple(reasons[path][:MOST_REASONS]),
            named=path in named,
        )
        for path in best
    )


def _is_written(path: str, text: str) -> bool:
    return re.search(rf"(?<![\w./-]){re.escape(path)}(?![\w/-])", text) is not None


def _known_paths(component: Component, application: Application) -> frozenset[str]:
    layers = (path for layer in component.layers for path in layer.paths)
    return frozenset(layers) | {mention.evidence.path for mention in _facts(application)}


def _list_mentions(component: Component, application: Application) -> Iterator[Mention]:
    yield from _facts(application)
    # A migration that was applied is never edited, so none is a place to work at.
    for layer in (each for each in component.layers if each.role != "migrations"):
        for path in layer.paths:
            stem = path.rpartition("/")[2].partition(".")[0]
            yield Mention(
                words=split_words(stem),
                weight=PART,
                evidence=Evidence(path=path),
                reason=f"{layer.role}: `{stem}`",
            )


def _facts(application: Application) -> Iterator[Mention]:
    for route in application.routes:
        fixed = re.sub(r"\{[^}]*\}", "", route.path)
        yield Mention(
            words=split_words(fixed) | split_words(route.handler.rpartition(".")[2]),
            weight=ROUTE,
            evidence=route.evidence,
            reason=f"{route.key}, line {route.evidence.line}",
        )
    for entity in (*application.models, *application.schemas):
        kind = "model" if entity.table else "schema"
        yield Mention(
            words=split_words(entity.name),
            weight=ENTITY,
            evidence=entity.evidence,
            reason=f"{kind} {entity.name}, line {entity.evidence.line}",
        )
        for attribute in entity.attributes:
            yield Mention(
                words=split_words(attribute.name),
                weight=PART,
                evidence=attribute.evidence,
                reason=f"{entity.name}.{attribute.name}, line {attribute.evidence.line}",
            )
    for setting in application.settings:
        yield Mention(
            words=split_words(setting.name),
            weight=PART,
            evidence=setting.evidence,
            reason=f"setting {setting.name}, line {setting.evidence.line}",
        )
