"""Which resource is the best to learn from, with the reasons; the plan shows the first three."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend_agent.catalog import Catalog
from backend_agent.implement.analogy.declaration import refine_exemplar
from backend_agent.implement.analogy.declared import complete_application
from backend_agent.implement.analogy.exemplar import (
    Exemplar,
    Survey,
    read_entity_noun,
    read_exemplar,
)
from backend_agent.implement.analogy.lexicon import Lexicon, read_lexicon
from backend_agent.implement.analogy.source import Codebase
from backend_agent.syntax.names import carries_words, style_words
from backend_agent.values.application import Application, Route
from backend_agent.values.errors import InputError
from backend_agent.values.language import LanguageFormat
from backend_agent.values.stack import Component, Layer, LayerRole, SimilarFiles
from backend_agent.world.tree import Tree

_CRUD = {"POST": "create", "GET": "read", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
CLOSE = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    exemplar: Exemplar
    similar: SimilarFiles
    usable: bool
    readable: bool = False


def rank_exemplars(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    like: str | None = None,
) -> tuple[SimilarFiles, ...]:
    """The resources of the component, the best to learn from first (the whole list; `like` alone
    where it is given). Scores are between 0 and 1."""
    lexicon = read_lexicon(component, catalog)
    codebase = Codebase(tree, component.path, lexicon.language)
    application = complete_application(application, codebase)
    ranked = rank_candidates(codebase, component, application, lexicon, like)
    return tuple(candidate.similar for candidate in ranked)


def rank_candidates(
    codebase: Codebase,
    component: Component,
    application: Application,
    lexicon: Lexicon,
    like: str | None,
) -> tuple[Candidate, ...]:
    """InputError where `like` names no resource of the component."""
    survey = Survey(application, lexicon.language)
    entities = survey.entities
    if like is not None:
        wanted = read_entity_noun(like, lexicon.language)
        entities = tuple(each for each in entities if survey.nouns[each.name] == wanted)
        if not entities:
            known = ", ".join(sorted(each.name for each in survey.entities))
            raise InputError(
                f"no resource like {like!r} in {component.path or 'the repository'}",
                hint=f"use one of: {known}" if known else "no resource was found at all",
            )
    said = {each.name: style_words(survey.nouns[each.name].singular, "pascal") for each in entities}
    naming = codebase.find_naming([*said, *said.values()])
    candidates = [
        _weigh(
            refine_exemplar(read_exemplar(each, survey, lexicon), codebase, lexicon),
            naming[each.name] | naming[said[each.name]],
            codebase,
            component,
        )
        for each in entities
    ]
    if not any(each.usable for each in candidates):
        # Where nothing can be created at all, what can be listed and read shows as much as there is.
        candidates = [replace(each, usable=each.readable) for each in candidates]
    return tuple(sorted(candidates, key=lambda each: (-each.similar.score, each.similar.resource)))


def _weigh(
    exemplar: Exemplar, speaking: set[str], codebase: Codebase, component: Component
) -> Candidate:
    layers = find_layers(exemplar, speaking, codebase, component)
    roles = {layer.role for layer in layers}
    operations = {
        _CRUD[each.method] for each in exemplar.routes if _is_plain(each, exemplar, codebase)
    }
    ordinary = [each for each in exemplar.business if each.role == "ordinary"]
    special = [each for each in exemplar.business if each.role != "ordinary"]
    account = carries_words(
        exemplar.entity.name, *((word,) for word in codebase.language.account_words)
    )
    score = (
        0.35 * min(len(roles), 5) / 5
        + 0.35 * len(operations) / 4
        + 0.15 * min(len(ordinary), 2) / 2
        + 0.15 * ("tests" in roles)
        - 0.10 * min(len(special), 3)
        - 0.05 * min(len(exemplar.children), 3)
        - 0.05 * max(len(exemplar.parents) - 1, 0)
        - 0.30 * account
    )
    reasons = (
        f"spread over {len(roles)} layers: {', '.join(sorted(roles)) or 'none'}",
        f"operations: {', '.join(sorted(operations)) or 'none seen'}",
        f"{len(ordinary)} ordinary fields: {', '.join(each.name for each in ordinary) or 'none'}",
        *([f"special fields: {', '.join(each.name for each in special)}"] if special else []),
        *(["has tests"] if "tests" in roles else ["has no tests"]),
        *(["an account or access entity, rarely like a business resource"] if account else []),
        *(["others depend on it"] if exemplar.children else []),
        *([] if exemplar.noun.countable else ["one and many have the same name"]),
    )
    able = "create" in operations and len(operations) >= 2
    learnable = bool(ordinary) and exemplar.noun.countable
    reads = {route.path for route in exemplar.routes if route.method == "GET"}
    similar = SimilarFiles(
        resource=exemplar.entity.name,
        score=round(min(max(score, 0.0), 1.0), 3),
        reasons=reasons,
        layers=layers,
    )
    return Candidate(
        exemplar=exemplar,
        similar=similar,
        usable=able and learnable,
        readable=learnable and len(reads) >= 2,
    )


def _is_plain(route: Route, exemplar: Exemplar, codebase: Codebase) -> bool:
    """Whether the route does to the resource what its method says: `POST /dishes/{id}/serve` makes none."""
    if route.method not in _CRUD:
        return False
    named = [part for part in route.path.split("/") if part and part[0] not in "{:<"]
    if route.method != "POST" or not named:
        return True
    making = ((word,) for word in codebase.language.making_words)
    return carries_words(named[-1], *exemplar.phrases, *making)


def find_layers(
    exemplar: Exemplar, speaking: set[str], codebase: Codebase, component: Component
) -> tuple[Layer, ...]:
    """The files that speak of the resource by its own names, by layer; `speaking` are those that name
    its entity."""
    longer = [
        each
        for each in exemplar.others
        if len(each.singular) > len(exemplar.noun.singular)
        and carries_words("_".join(each.singular), *exemplar.phrases)
    ]
    found: dict[LayerRole, list[str]] = {}
    for path in codebase.paths:
        base = path.rsplit("/", 1)[-1]
        if any(carries_words(base, each.singular, each.plural) for each in longer):
            continue
        if path not in speaking and not carries_words(base, *exemplar.phrases):
            continue
        role = layer_of(path, component, codebase.language)
        if role is not None:
            found.setdefault(role, []).append(path)
    return tuple(Layer(role=role, paths=tuple(paths)) for role, paths in found.items())


def layer_of(path: str, component: Component, language: LanguageFormat) -> LayerRole | None:
    """The layer that detection gave the file, else the one its path speaks of."""
    for layer in component.layers:
        if path in layer.paths:
            return layer.role
    relative = path.removeprefix(f"{component.path}/" if component.path else "")
    for role, words in language.layer_words.items():
        if carries_words(relative, *((word,) for word in words)):
            return role  # type: ignore[return-value]
    return None
