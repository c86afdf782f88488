"""Takes a resource out whole: its files, its parts of shared ones, its registrations; or refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.implement.analogy.assemble import MAKER
from backend_agent.implement.analogy.declared import complete_application
from backend_agent.implement.analogy.deletion import cut_text, delete_items
from backend_agent.implement.analogy.exemplar import Exemplar, list_entities, read_entity_noun
from backend_agent.implement.analogy.imports import drop_names, drop_unused
from backend_agent.implement.analogy.layout import read_layout
from backend_agent.implement.analogy.leftovers import find_leftovers, open_codebase
from backend_agent.implement.analogy.lexicon import read_lexicon
from backend_agent.implement.analogy.ranking import rank_candidates
from backend_agent.implement.analogy.slices import find_territory
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.territory import Territory, strong_names
from backend_agent.implement.analogy.wrap import fit_like, learn_width
from backend_agent.syntax.edits import Edit, apply_edits
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, FileChange, Note, Refusal
from backend_agent.values.stack import Component
from backend_agent.values.task import RemoveResource
from backend_agent.world.tree import OverlayTree, Tree

Reversal = ChangeSet | None
"""The change that takes back what runs of ours added, or that it cannot be; None = no run did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The resource that is to go, with all that belongs to it, and where it stands."""

    exemplar: Exemplar
    territory: Territory
    codebase: Codebase
    application: Application


def remove_resource(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: RemoveResource,
    read_again: Callable[[Tree], Application],
    reverse: Callable[[], Reversal],
) -> ChangeSet:
    """The change that takes `operation.name` out. What runs of ours added is taken back as it came
    (`reverse`); anything else by what belongs to it. Either way nothing may still use it.

    Pure. A resource that is not there is `already` gone.
    """
    lexicon = read_lexicon(component, catalog)
    codebase = Codebase(tree, component.path, lexicon.language)
    application = complete_application(application, codebase)
    wanted = read_entity_noun(operation.name, lexicon.language)
    known = list_entities(application)
    if not any(read_entity_noun(each.name, lexicon.language) == wanted for each in known):
        return ChangeSet(already=(f"there is no {operation.name}",))
    ranked = rank_candidates(codebase, component, application, lexicon, operation.name)
    exemplar = ranked[0].exemplar
    grounds = Grounds(
        exemplar=exemplar,
        territory=find_territory(codebase, exemplar),
        codebase=codebase,
        application=application,
    )
    reversal = reverse()
    made = reversal if reversal is not None else _take_out(grounds)
    if made.refusals:
        return made

    def read_left(left: Tree) -> Application:
        return complete_application(read_again(left), open_codebase(left, codebase))

    return _check(made, grounds, read_left)


def _take_out(grounds: Grounds) -> ChangeSet:
    """By what belongs to it: possible only where every use of it is a part that can go whole."""
    territory, exemplar, codebase = grounds.territory, grounds.exemplar, grounds.codebase
    refusals = [
        Refusal(
            subject=exemplar.entity.name,
            reason=f"{' '.join(child.singular)} belongs to it and would be left without it",
            path=exemplar.entity.evidence.path,
            line=exemplar.entity.evidence.line,
        )
        for child in exemplar.children
    ]
    refusals += [
        Refusal(
            subject=f"use of `{left.name}`",
            reason=f"it is used here, and that is no registration ({left.reason}); no run of ours "
            "added it, so what this place should say without it is a decision of yours",
            path=left.source.path,
            line=left.element.line,
        )
        for left in territory.left
    ]
    if refusals:
        return ChangeSet(refusals=tuple(refusals))
    changes: list[FileChange] = []
    for source in territory.files:
        raw = codebase.tree.read_bytes(source.path)
        changes.append(
            FileChange(
                path=source.path, before=raw, after=None, purpose="belongs to it", maker=MAKER
            )
        )
    width = learn_width(codebase)
    for source in _shared(territory):
        change = _cut(source, grounds, width)
        if isinstance(change, Refusal):
            refusals.append(change)
        elif change is not None:
            changes.append(change)
    text = f"{exemplar.entity.name} was not added by a run of ours: taken out by what belongs to it"
    return ChangeSet(
        changes=tuple(changes) if not refusals else (),
        refusals=tuple(refusals),
        notes=(Note(kind="decision", text=text, evidence=exemplar.entity.evidence),),
    )


def _shared(territory: Territory) -> tuple[Source, ...]:
    found = {each.source.path: each.source for each in territory.slices}
    found |= {source.path: source for source, _ in territory.reexports}
    own = {each.path for each in territory.files}
    return tuple(found[path] for path in sorted(found) if path not in own)


def _cut(source: Source, grounds: Grounds, width: int) -> FileChange | Refusal | None:
    """The shared file without the slices, and without the imports that only they needed."""
    territory, codebase = grounds.territory, grounds.codebase
    places: dict[int, tuple[Element, set[int]]] = {}
    for each in territory.slices:
        if each.source is source:
            _, known = places.setdefault(id(each.container), (each.container, set()))
            known |= set(range(each.first, each.last + 1))
    edits: list[Edit] = []
    for container, numbers in places.values():
        layout = read_layout(container, source.language)
        edits += delete_items(layout, frozenset(numbers), source.language)
    text = apply_edits(source.text, edits)
    text = drop_unused(text, source, width, lambda name: name)
    strong = strong_names(source, territory, codebase, grounds.exemplar)
    gone = [name for name in source.imports if name in strong]
    text = fit_like(drop_names(text, gone, source, width), source, width, source.text)
    if text == source.text:
        return None
    return cut_text(source, text, codebase, "no longer speaks of it")


def _check(
    made: ChangeSet, grounds: Grounds, read_left: Callable[[Tree], Application]
) -> ChangeSet:
    """The change with the routes and tables that go, refused where more goes or something is left."""
    exemplar, codebase = grounds.exemplar, grounds.codebase
    left = OverlayTree(codebase.tree, made.changes)
    application = read_left(left)
    gone = frozenset(change.path for change in made.changes if change.after is None)
    names = frozenset(
        name for name in grounds.territory.declared if carries_words(name, *exemplar.phrases)
    )
    refusals = list(find_leftovers(open_codebase(left, codebase), codebase, gone, names))
    if any(each.name == exemplar.entity.name for each in list_entities(application)):
        refusals.append(_refuse_it(exemplar, "its class would stay"))
    kept = {route.key for route in application.routes}
    routes = tuple(route.key for route in grounds.application.routes if route.key not in kept)
    own = {route.key for route in exemplar.routes}
    foreign = [str(key) for key in routes if key not in own]
    if foreign:
        refusals.append(_refuse_it(exemplar, f"{', '.join(foreign)} would go with it"))
    tables = {each.table for each in grounds.application.models} - {
        each.table for each in application.models
    }
    if tables - {exemplar.entity.table}:
        refusals.append(_refuse_it(exemplar, f"{', '.join(sorted(tables))} would go with it"))
    if refusals:
        return ChangeSet(refusals=tuple(refusals))
    removed = tuple(sorted(tables - {""}))
    notes = made.notes
    if removed:
        text = f"the rows of {', '.join(removed)} are lost: keep a copy before you migrate"
        notes = (*notes, Note(kind="decision", text=text))
    revised = {each.path for each in grounds.application.migrations} & set(made.paths)
    return ChangeSet(
        changes=made.changes,
        notes=notes,
        routes_removed=routes,
        tables_removed=removed if not revised else (),
    )


def _refuse_it(exemplar: Exemplar, why: str) -> Refusal:
    return Refusal(
        subject=exemplar.entity.name,
        reason=f"it cannot be taken out exactly: {why}",
        path=exemplar.entity.evidence.path,
        line=exemplar.entity.evidence.line,
    )
