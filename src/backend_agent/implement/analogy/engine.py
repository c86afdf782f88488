"""Adds a resource the way this repository would have written it: the exemplar is transplanted."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.implement.analogy.assemble import assemble_changes
from backend_agent.implement.analogy.declared import complete_application
from backend_agent.implement.analogy.draft import Draft, write_draft
from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.fields import plan_fields
from backend_agent.implement.analogy.judge import (
    Judgement,
    is_already,
    judge_draft,
    new_route,
    new_table,
)
from backend_agent.implement.analogy.learn import (
    learn_file_style,
    learn_precedents,
    learn_samples,
    learn_styles,
)
from backend_agent.implement.analogy.lexicon import read_lexicon
from backend_agent.implement.analogy.notes import write_notes
from backend_agent.implement.analogy.ranking import CLOSE, Candidate, rank_candidates
from backend_agent.implement.analogy.render import Renderer
from backend_agent.implement.analogy.request import check_against_exemplar, check_resource
from backend_agent.implement.analogy.rewrite import Precedents
from backend_agent.implement.analogy.samples import SampleBook
from backend_agent.implement.analogy.scope import Transplant, open_scope
from backend_agent.implement.analogy.slices import find_territory
from backend_agent.implement.analogy.source import Codebase
from backend_agent.implement.analogy.territory import LeftMention, Territory
from backend_agent.implement.analogy.wrap import learn_width
from backend_agent.syntax.edits import line_end, line_start
from backend_agent.syntax.names import rename_identifier
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, Refusal
from backend_agent.values.stack import Component
from backend_agent.values.task import AddResource, ResourceSpec
from backend_agent.world.tree import Tree, read_text

# Uses of the exemplar outside its territory that no rule places: few are listed, many mean that
# the resource is woven into the program and cannot be copied.
LEFT_SHARE, LEFT_FLOOR = 0.10, 3


def add_resource(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: AddResource,
) -> ChangeSet:
    """The change that adds `operation.resource`, refused slice by slice where it is not certain.

    Pure: reads `tree`, writes nothing. Paths are relative to the repository's root. InputError for
    names that cannot work and for an unknown `like`; everything else is told in the ChangeSet.
    """
    lexicon = read_lexicon(component, catalog, _model_texts(tree, application))
    resource = operation.resource
    noun = check_resource(resource, lexicon)
    codebase = Codebase(tree, component.path, lexicon.language)
    application = complete_application(application, codebase)
    ranked = rank_candidates(codebase, component, application, lexicon, operation.like)
    refusal = _refuse_choice(ranked, resource, operation.like)
    if refusal is not None:
        return ChangeSet(refusals=(refusal,))
    exemplar = _choose(ranked, resource).exemplar
    check_against_exemplar(resource, exemplar)
    territory = find_territory(codebase, exemplar)
    styles, _ = learn_styles(codebase, application)
    transplant = Transplant(
        codebase=codebase,
        exemplar=exemplar,
        noun=noun,
        fields=plan_fields(exemplar, resource.fields, lexicon.language.styles.name),
        territory=territory,
        lexicon=lexicon,
        styles=styles,
    )
    refusals = (*_refuse_faults(territory), *_refuse_woven(territory), *_refuse_types(transplant))
    if refusals:
        return ChangeSet(refusals=refusals)
    return _transplant(transplant, application)


def _model_texts(tree: Tree, application: Application) -> str:
    """The text of every file that declares a part of a model."""
    paths = {entity.evidence.path for entity in application.models} | {
        each.evidence.path for entity in application.models for each in entity.attributes
    }
    return "\n".join(read_text(tree, path) for path in sorted(paths) if tree.exists(path))


def _choose(ranked: tuple[Candidate, ...], resource: ResourceSpec) -> Candidate:
    """The best usable one that is not the new resource itself, added by an earlier run."""
    usable = [each for each in ranked if each.usable] or list(ranked)
    name = "".join(part for part in resource.name.lower().split("_"))
    others = [each for each in usable if each.exemplar.entity.name.lower() != name]
    return (others or usable)[0]


def _refuse_choice(
    ranked: tuple[Candidate, ...], resource: ResourceSpec, like: str | None
) -> Refusal | None:
    name = resource.name.replace("_", "").lower()
    others = [each for each in ranked if each.exemplar.entity.name.lower() != name]
    usable = [each for each in others if each.usable]
    if like is not None and others and others[0].exemplar.business:
        return None
    if not usable:
        seen = "; ".join(f"{each.similar.resource}: {each.similar.reasons[1]}" for each in others)
        return Refusal(
            subject=resource.name,
            reason="no resource here can be learned from: it takes one that can be created and read, "
            f"changed or deleted, with an ordinary field ({seen or 'no resource was found'})",
        )
    if len(usable) > 1:
        first, second = usable[0], usable[1]
        close = first.similar.score - second.similar.score < CLOSE * first.similar.score
        layers = [{layer.role for layer in each.similar.layers} for each in (first, second)]
        if close and layers[0] != layers[1]:
            return Refusal(
                subject=resource.name,
                reason=f"{first.similar.resource} and {second.similar.resource} are equally good to "
                "learn from and are built differently; say which with --like",
            )
    return None


def _refuse_faults(territory: Territory) -> tuple[Refusal, ...]:
    sources = {each.path: each for each in territory.files}
    sources |= {each.source.path: each.source for each in territory.slices}
    return tuple(
        Refusal(
            subject=path,
            reason=f"{path}:{source.faults[0].line}: the file cannot be read as it is; "
            "correct it first",
            path=path,
            line=source.faults[0].line,
            snippet=source.faults[0].text,
        )
        for path, source in sorted(sources.items())
        if source.faults
    )


def _refuse_woven(territory: Territory) -> tuple[Refusal, ...]:
    total = len(territory.slices) + len(territory.files) * 5 + len(territory.left)
    if len(territory.left) <= max(LEFT_FLOOR, total * LEFT_SHARE):
        return ()
    return tuple(
        Refusal(
            subject=f"use of `{left.element.text}`",
            reason=f"{left.reason}; there are {len(territory.left)} such uses, so the exemplar is "
            "woven into the program and no copy of it would be complete",
            path=left.source.path,
            line=left.element.line,
        )
        for left in territory.left
    )


def _refuse_types(transplant: Transplant) -> tuple[Refusal, ...]:
    special = [
        each
        for each in transplant.exemplar.business
        if each.role != "ordinary" and transplant.fields.counterpart(each.name) is None
    ]
    if not any(each.role == "ordinary" for each in transplant.exemplar.business):
        return (_refuse_exemplar(transplant.exemplar, "it has no ordinary field"),)
    if len(special) > 1:
        names = ", ".join(f"{each.name} ({each.role})" for each in special)
        return (
            _refuse_exemplar(
                transplant.exemplar, f"its fields {names} have a meaning of their own"
            ),
        )
    refused = []
    for new in transplant.fields.new:
        if new.spec.type == "ref":
            refused.append(
                Refusal(
                    subject=new.name,
                    reason="a relation to another resource cannot be learned from an exemplar "
                    "without one of the same kind",
                )
            )
        elif new.spec.unique and not any(each.attribute.unique for each in transplant.fields.old):
            refused.append(
                Refusal(
                    subject=new.name,
                    reason=f"{transplant.exemplar.entity.name} has no unique field, so nothing here "
                    "shows how a duplicate is answered; leave `unique` out, or name with --like a "
                    "resource that has one",
                )
            )
        elif transplant.lexicon.sample_spelling(new.spec.type) is None:
            refused.append(
                Refusal(
                    subject=new.name,
                    reason=f"no spelling of the type {new.spec.type} is known for this component",
                )
            )
    return tuple(refused)


def _refuse_exemplar(exemplar: Exemplar, why: str) -> Refusal:
    return Refusal(subject=exemplar.entity.name, reason=f"it cannot be learned from: {why}")


def _transplant(transplant: Transplant, application: Application) -> ChangeSet:
    file_style = learn_file_style(transplant.codebase)
    book = learn_samples(transplant)
    precedents, seen = learn_precedents(application, transplant.codebase, transplant)
    draft = write_draft(transplant, _first_renderer(transplant, book, precedents))
    judgement = judge_draft(draft, application, file_style)
    collision = _refuse_collisions(draft, judgement, application)
    if collision:
        return ChangeSet(refusals=collision, already=tuple(judgement.present))
    changes, unparsed = assemble_changes(
        draft, judgement, file_style, learn_width(transplant.codebase)
    )
    refusals = [part.refusal for part in draft.parts() if part.refusal is not None]
    left = tuple(_refuse_left(each, transplant) for each in transplant.territory.left)
    served = {part.source.path: part for part in draft.parts() if part.refusal is None}
    routes = [
        key
        for key, route in judgement.routes
        if route.evidence.path in served and key not in {each.key for each in application.routes}
    ]
    _, url_reason = learn_styles(transplant.codebase, application)
    return ChangeSet(
        changes=changes,
        refusals=(*refusals, *unparsed, *left) if changes else (*refusals, *unparsed),
        notes=write_notes(draft, transplant, seen, url_reason) if changes else (),
        already=tuple(judgement.present),
        routes_added=tuple(dict.fromkeys(routes)) if changes else (),
        tables_added=_new_tables(transplant, application) if changes else (),
    )


def _first_renderer(transplant: Transplant, book: SampleBook, precedents: Precedents) -> Renderer:
    sources = [*transplant.territory.files, *(each.source for each in transplant.territory.slices)]
    return Renderer(scope=open_scope(sources[0], transplant), book=book, precedents=precedents)


def _new_tables(transplant: Transplant, application: Application) -> tuple[str, ...]:
    renamed = new_table(transplant)
    known = {each.table for each in application.models}
    return (renamed,) if renamed and renamed not in known else ()


def _refuse_collisions(
    draft: Draft, judgement: Judgement, application: Application
) -> tuple[Refusal, ...]:
    """The resource's own class, table or route is there, and it is not what a run of ours left."""
    transplant = draft.transplant
    entity = rename_identifier(transplant.exemplar.entity.name, transplant.swaps)
    ours = any(entity in part.declares and is_already(part, judgement) for part in draft.parts())
    if ours:
        return ()
    table = new_table(transplant)
    for each in (*application.models, *application.schemas):
        if each.name == entity or (each.table and each.table == table):
            what = f"the table {each.table}" if each.table == table else f"the class {each.name}"
            return (
                Refusal(
                    subject=entity,
                    reason=f"{what} exists already and is something else",
                    path=each.evidence.path,
                    line=each.evidence.line,
                ),
            )
    known = {route.key: route for route in application.routes}
    for route in transplant.exemplar.routes:
        key = new_route(route, transplant)
        if key in known and key != route.key:
            return (
                Refusal(
                    subject=str(key),
                    reason="the route is served already",
                    path=known[key].evidence.path,
                    line=known[key].evidence.line,
                ),
            )
    return ()


def _refuse_left(left: LeftMention, transplant: Transplant) -> Refusal:
    text = left.source.text
    line = text[line_start(text, left.element.start) : line_end(text, left.element.start)]
    return Refusal(
        subject=f"use of `{left.element.text.strip().splitlines()[0][:60]}`",
        reason=f"not copied: {left.reason}",
        path=left.source.path,
        line=left.element.line,
        snippet=rename_identifier(line, transplant.swaps, transplant.styles.name).strip(),
    )
