"""Adds a resource the way this repository would have written it: the exemplar is transplanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_agent.catalog import Catalog
from backend_agent.implement.analogy.assemble import assemble_changes
from backend_agent.implement.analogy.choices import (
    list_open,
    settle_files,
    settle_styles,
    settle_types,
    tell_open,
)
from backend_agent.implement.analogy.choose import (
    find_namesake,
    list_choices,
    refuse_fields,
    refuse_meanings,
    refuse_territory,
    tell_left_away,
    tell_rival,
)
from backend_agent.implement.analogy.contract import NO_CONTRACT, write_contract
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
    refuse_hollow,
)
from backend_agent.implement.analogy.learn import (
    LearnedStyles,
    learn_precedents,
    learn_samples,
    learn_styles,
)
from backend_agent.implement.analogy.lexicon import Lexicon, read_lexicon
from backend_agent.implement.analogy.notes import write_notes
from backend_agent.implement.analogy.ranking import rank_candidates
from backend_agent.implement.analogy.references import (
    References,
    refuse_untestable,
    resolve_references,
)
from backend_agent.implement.analogy.render import Renderer
from backend_agent.implement.analogy.request import check_against_exemplar, check_resource
from backend_agent.implement.analogy.rewrite import Precedents
from backend_agent.implement.analogy.samples import SampleBook
from backend_agent.implement.analogy.schema_block import write_model
from backend_agent.implement.analogy.scope import Transplant, open_scope
from backend_agent.implement.analogy.slices import find_territory
from backend_agent.implement.analogy.source import Codebase, is_test_path
from backend_agent.implement.analogy.territory import LeftMention
from backend_agent.implement.analogy.wrap import learn_width
from backend_agent.syntax.edits import line_end, line_start
from backend_agent.syntax.names import rename_identifier
from backend_agent.syntax.nouns import Noun
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, Refusal
from backend_agent.values.stack import Component
from backend_agent.values.task import AddResource
from backend_agent.world.tree import OverlayTree, Tree, read_text


def add_resource(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: AddResource,
    read_again: Callable[[Tree], Application] | None = None,
) -> ChangeSet:
    """The change that adds `operation.resource`, refused slice by slice where it is not certain.

    Pure: reads `tree`, writes nothing. `read_again` reads the tree with the change: where the new
    routes are not served in it, the change is refused. Paths are relative to the repository's root.
    InputError for names that cannot work and for an unknown `like`; everything else is told in the
    ChangeSet.
    """
    settled = operation.choices
    lexicon = read_lexicon(component, catalog, model_texts(tree, application))
    lexicon = settle_types(settled, lexicon)
    resource = operation.resource
    noun = check_resource(resource, lexicon)
    codebase = Codebase(tree, component.path, lexicon.language, settle_files(settled))
    application = complete_application(application, codebase)
    ranked = rank_candidates(codebase, component, application, lexicon, operation.like)
    choices = list_choices(ranked, resource, operation.like)
    namesake = find_namesake(ranked, resource)
    if isinstance(choices, Refusal):
        return ChangeSet(refusals=(namesake or choices,))
    rival, learned = tell_rival(choices), learn_styles(codebase, application)
    made: list[ChangeSet] = []
    for candidate in choices:
        found = _try_exemplar(
            candidate.exemplar, operation, noun, codebase, application, lexicon, learned
        )
        if read_again is not None and found.changes:
            found = _refuse_unserved(found, candidate.exemplar, application, read_again, tree)
        if found.changes:
            found = replace(found, notes=(*found.notes, *rival))
        if _is_whole(found, codebase) and not found.already:
            return found
        made.append(found)
    return _choose_made(made, namesake, codebase)


def _try_exemplar(
    exemplar: Exemplar,
    operation: AddResource,
    noun: Noun,
    codebase: Codebase,
    application: Application,
    lexicon: Lexicon,
    learned: LearnedStyles,
) -> ChangeSet:
    """The change that this exemplar leads to; refusals alone where it cannot be learned from."""
    wanted, settled = operation.resource.fields, operation.choices
    references = resolve_references(wanted, exemplar, application, codebase, lexicon)
    check_against_exemplar(replace(operation.resource, fields=references.fields), exemplar)
    style = lexicon.language.styles.name
    fields = plan_fields(exemplar, references.fields, style, references.names)
    refusals = references.refusals or refuse_fields(exemplar, fields, lexicon)
    if refusals:
        return ChangeSet(refusals=refusals)
    transplant = Transplant(
        codebase=codebase,
        exemplar=exemplar,
        noun=noun,
        fields=fields,
        territory=find_territory(codebase, exemplar),
        lexicon=lexicon,
        styles=settle_styles(learned.styles, settled),
    )
    refusals = (
        *refuse_territory(transplant.territory),
        *refuse_untestable(transplant, references),
    )
    if refusals:
        return ChangeSet(refusals=refusals)
    made = _transplant(transplant, application, references, settled, learned)
    meanings = refuse_meanings(exemplar, fields)
    if meanings and not _is_whole(made, codebase):
        return ChangeSet(refusals=meanings, already=made.already)
    if not made.changes:
        return made
    return replace(made, notes=(*made.notes, *tell_left_away(fields)))


def _refuse_unserved(
    made: ChangeSet,
    exemplar: Exemplar,
    before: Application,
    read_again: Callable[[Tree], Application],
    tree: Tree,
) -> ChangeSet:
    """The change, or its refusal where a route that it adds cannot be reached, or another one is gone:
    what makes the exemplar's routes known is then written in a way that is not followed."""
    after = {route.key for route in read_again(OverlayTree(tree, made.changes)).routes}
    missing = [key for key in made.routes_added if key not in after]
    gone = [route.key for route in before.routes if route.key not in after]
    if not missing and not gone:
        return made
    what = f"{missing[0]} would not be served" if missing else f"{gone[0]} would be lost"
    return ChangeSet(
        refusals=(
            Refusal(
                subject=exemplar.entity.name,
                reason=f"it cannot be learned from: {what}, because what makes its routes known "
                "is written in a way that is not followed",
                path=exemplar.entity.evidence.path,
                line=exemplar.entity.evidence.line,
            ),
            *made.refusals,
        )
    )


def _is_whole(made: ChangeSet, codebase: Codebase) -> bool:
    """Whether nothing but a test is missing from what was made."""
    return bool(made.changes) and all(
        is_test_path(each.path, codebase.language) for each in made.refusals
    )


def _choose_made(made: list[ChangeSet], namesake: Refusal | None, codebase: Codebase) -> ChangeSet:
    """What an earlier run made and is all there; else the first whole one, else the first at all."""
    there = (each for each in made if each.already and not each.changes)
    whole = (each for each in made if _is_whole(each, codebase))
    some = (each for each in made if each.changes)
    refused = ChangeSet(refusals=(namesake,)) if namesake else made[0]
    return next(there, None) or next(whole, None) or next(some, None) or refused


def model_texts(tree: Tree, application: Application) -> str:
    """The text of every file that declares a part of a model."""
    paths = {entity.evidence.path for entity in application.models} | {
        each.evidence.path for entity in application.models for each in entity.attributes
    }
    return "\n".join(read_text(tree, path) for path in sorted(paths) if tree.exists(path))


def _transplant(
    transplant: Transplant,
    application: Application,
    references: References,
    settled: tuple[tuple[str, str], ...],
    learned: LearnedStyles,
) -> ChangeSet:
    book = learn_samples(transplant)
    precedents, seen = learn_precedents(application, transplant.codebase, transplant)
    precedents.keys.update(references.keys)
    draft = write_draft(transplant, _first_renderer(transplant, book, precedents))
    judgement = judge_draft(draft, application)
    collision = _refuse_collisions(draft, judgement, application)
    if collision:
        return ChangeSet(refusals=collision, already=tuple(judgement.present))
    hollow = refuse_hollow(draft, judgement)
    if hollow is not None:
        lost = tuple(each for part in draft.parts() for each in part.told(left=False))
        return ChangeSet(refusals=(hollow, *lost), already=tuple(judgement.present))
    changes, unparsed = assemble_changes(draft, judgement, learn_width(transplant.codebase))
    broken = tuple(
        each for each in unparsed if not is_test_path(each.path, transplant.lexicon.language)
    )
    if broken:
        # The other files speak of what the missing one declares.
        return ChangeSet(refusals=broken, already=tuple(judgement.present))
    model = write_model(transplant)
    if model.refusal is not None:
        return ChangeSet(refusals=(model.refusal,), already=tuple(judgement.present))
    changes = (*changes, *model.changes)
    refusals = [each for part in draft.parts() for each in part.told(left=False)]
    left = tuple(
        _refuse_left(each, transplant)
        for each in transplant.territory.left
        if not each.source.is_test and not each.kept
    )
    known = {each.key for each in application.routes}
    routes = [key for key, part in judgement.routes if part.refusal is None and key not in known]
    choices = list_open(transplant, settled, shown=learned.shown) if changes else ()
    contract = write_contract(transplant, application, changes, book) if changes else NO_CONTRACT
    return ChangeSet(
        changes=(*changes, *contract.changes),
        refusals=(*refusals, *unparsed, *left) if changes else (*refusals, *unparsed),
        notes=(
            *write_notes(draft, transplant, seen, learned.reason),
            *tell_open(choices),
            *references.notes,
            *contract.notes,
        )
        if changes
        else (),
        already=tuple(judgement.present),
        routes_added=tuple(dict.fromkeys(routes)) if changes else (),
        tables_added=_new_tables(transplant, application) if changes else (),
        choices=choices,
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
            named = each.table and each.table == table
            what = f"the table {each.table}" if named else f"the class {each.name}"
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
        subject=f"use of `{left.name}`",
        reason=f"not copied: {left.reason}",
        path=left.source.path,
        line=left.element.line,
        snippet=rename_identifier(line, transplant.swaps, transplant.styles.name).strip(),
    )
