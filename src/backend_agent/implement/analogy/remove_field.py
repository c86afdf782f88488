"""Takes fields out of a resource, in every place where they are listed; the inverse of adding them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_agent.catalog import Catalog
from backend_agent.implement.analogy.align import align_like
from backend_agent.implement.analogy.choose import refuse_faults
from backend_agent.implement.analogy.declared import complete_application
from backend_agent.implement.analogy.deletion import cut_text, delete_items
from backend_agent.implement.analogy.engine import model_texts
from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.existing_rows import leave_column
from backend_agent.implement.analogy.extension import is_own_group, list_sources, list_spans
from backend_agent.implement.analogy.fields import FieldPlan
from backend_agent.implement.analogy.imports import drop_unused
from backend_agent.implement.analogy.layout import is_layout, read_layout
from backend_agent.implement.analogy.learn import learn_styles
from backend_agent.implement.analogy.leftovers import open_codebase
from backend_agent.implement.analogy.lexicon import Lexicon, read_lexicon
from backend_agent.implement.analogy.mentions import read_use
from backend_agent.implement.analogy.ranking import rank_candidates
from backend_agent.implement.analogy.scope import FileScope, Transplant, open_scope
from backend_agent.implement.analogy.slices import find_territory
from backend_agent.implement.analogy.slots import find_groups
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.spoken import exact_mentions
from backend_agent.implement.analogy.wrap import fit_like, learn_width
from backend_agent.syntax.edits import Edit, apply_edits
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words
from backend_agent.syntax.nouns import split_words
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, Column, FileChange, Note, Refusal
from backend_agent.values.stack import Component
from backend_agent.values.task import RemoveField
from backend_agent.world.tree import OverlayTree, Tree

MOST_LEFT = 10


def remove_field(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: RemoveField,
    reverse: Callable[[], ChangeSet | None],
) -> ChangeSet:
    """The change that takes `operation.names` out; refused where one is spoken of beyond its lists.

    What a run of ours added and nobody changed is taken back as it came (`reverse`), anything else
    wherever it is listed. Pure. InputError for an unknown resource.
    """
    lexicon = read_lexicon(component, catalog, model_texts(tree, application))
    codebase = Codebase(tree, component.path, lexicon.language)
    application = complete_application(application, codebase)
    ranked = rank_candidates(codebase, component, application, lexicon, operation.resource)
    exemplar = ranked[0].exemplar
    names, present = _sort_out(operation.names, exemplar)
    refusals = _refuse_kept(names, exemplar)
    if refusals or not names:
        return ChangeSet(refusals=refusals, already=present)
    transplant = _plan(exemplar, codebase, application, lexicon)
    faults = refuse_faults(transplant.territory)
    if faults:
        return ChangeSet(refusals=faults, already=present)
    reversal = reverse()
    if reversal is None:
        return _take_out(frozenset(names), transplant, present)
    return _check_reversal(reversal, frozenset(names), transplant, application)


def _check_reversal(
    made: ChangeSet, names: frozenset[str], transplant: Transplant, application: Application
) -> ChangeSet:
    """Refuses what would leave a use behind that came after the run that is taken back."""
    left = open_codebase(OverlayTree(transplant.codebase.tree, made.changes), transplant.codebase)
    after = replace(transplant, codebase=left, territory=find_territory(left, transplant.exemplar))
    refusals = [
        refusal
        for source in list_sources(after)
        for refusal in _find_left(names, [], open_scope(source, after))
    ]
    if refusals:
        return ChangeSet(refusals=tuple(refusals[:MOST_LEFT]))
    revised = {each.path for each in application.migrations} & set(made.paths)
    columns = _list_columns(names, transplant.exemplar) if not revised else ()
    return replace(made, columns_removed=columns)


def _list_columns(names: frozenset[str], exemplar: Exemplar) -> tuple[Column, ...]:
    table = exemplar.entity.table
    going = [each for each in exemplar.fields if each.name in names and table]
    return tuple(leave_column(table, each) for each in going)


def _sort_out(
    given: tuple[str, ...], exemplar: Exemplar
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields under the names that the resource gives them, and what is not there any more."""
    known = {split_words(each.name): each.name for each in exemplar.fields}
    found = tuple(known[split_words(name)] for name in given if split_words(name) in known)
    absent = tuple(
        f"{exemplar.entity.name} has no {name}" for name in given if split_words(name) not in known
    )
    return found, absent


def _refuse_kept(names: tuple[str, ...], exemplar: Exemplar) -> tuple[Refusal, ...]:
    business = {each.name for each in exemplar.business}
    place = exemplar.entity.evidence
    kept = tuple(
        Refusal(
            subject=name,
            reason=f"{exemplar.entity.name} lives by {name} (a key, an owner or a time of its own)",
            path=place.path,
            line=place.line,
        )
        for name in names
        if name not in business
    )
    if not kept and business <= set(names):
        return (
            Refusal(
                subject=exemplar.entity.name,
                reason="nothing would be left of it; `remove resource` takes it out whole",
                path=place.path,
                line=place.line,
            ),
        )
    return kept


def _plan(
    exemplar: Exemplar, codebase: Codebase, application: Application, lexicon: Lexicon
) -> Transplant:
    return Transplant(
        codebase=codebase,
        exemplar=exemplar,
        noun=exemplar.noun,
        fields=FieldPlan(old=exemplar.business, new=(), aligned=(), nearest=(), extends=True),
        territory=find_territory(codebase, exemplar),
        lexicon=lexicon,
        styles=learn_styles(codebase, application).styles,
    )


def _take_out(names: frozenset[str], transplant: Transplant, present: tuple[str, ...]) -> ChangeSet:
    codebase, exemplar = transplant.codebase, transplant.exemplar
    width = learn_width(codebase)
    changes: list[FileChange] = []
    refusals: list[Refusal] = []
    for source in list_sources(transplant):
        scope = open_scope(source, transplant)
        edits, taken = _find_edits(names, scope)
        refusals += _find_left(names, taken, scope)
        if edits:
            made = _write(source, edits, codebase, width)
            (changes if isinstance(made, FileChange) else refusals).append(made)  # type: ignore[arg-type]
    if not any(change.path == exemplar.entity.evidence.path for change in changes):
        refusals.append(
            Refusal(
                subject=exemplar.entity.name,
                reason="its class declares the field in a way that is not known",
                path=exemplar.entity.evidence.path,
                line=exemplar.entity.evidence.line,
            )
        )
    if refusals:
        return ChangeSet(refusals=tuple(refusals[:MOST_LEFT]), already=present)
    columns = _list_columns(names, exemplar)
    told = ", ".join(sorted(names))
    notes = [Note(kind="decision", text=f"{told}: taken out wherever they were listed")]
    if columns:
        text = f"the values in {exemplar.entity.table} are lost: keep a copy before you migrate"
        notes.append(Note(kind="decision", text=text))
    return ChangeSet(
        changes=tuple(changes), notes=tuple(notes), already=present, columns_removed=columns
    )


def _find_edits(
    names: frozenset[str], scope: FileScope
) -> tuple[list[Edit], list[tuple[int, int]]]:
    """The edits of one file, and the spans that they take out."""
    edits: list[Edit] = []
    taken: list[tuple[int, int]] = []
    for element in scope.source.root.walk():
        if not is_layout(element, scope.language):
            continue
        layout = read_layout(element, scope.language)
        groups = find_groups(layout, scope) if layout.items else []
        places = frozenset(
            slot.at
            for group in groups
            if is_own_group(group, layout, scope)
            for slot in group
            if slot.field in names
        )
        outside = not any(start <= element.start < end for start, end in taken)
        if places and outside:
            edits += delete_items(layout, places, scope.language)
            taken += [(layout.items[at].lead, layout.items[at].tail) for at in places]
    return edits, taken


def _find_left(
    names: frozenset[str], taken: list[tuple[int, int]], scope: FileScope
) -> list[Refusal]:
    """Places that speak of a field and are not taken out with it."""
    spans = list_spans(scope.source, scope.transplant)
    words = [(name, split_words(name)) for name in names]
    found: list[Refusal] = []
    for leaf in scope.source.root.leaves():
        if any(start <= leaf.start < end for start, end in taken):
            continue
        own = any(start <= leaf.start < end for start, end in spans)
        if _is_left(leaf, names, words, scope, own=own):
            line = scope.source.text.splitlines()[leaf.line - 1].strip()
            found.append(
                Refusal(
                    subject=f"{scope.source.path}:{leaf.line}",
                    reason=f"`{leaf.text}` is more than an element of a list here, so taking it out "
                    "is a decision of yours; change this place first",
                    path=scope.source.path,
                    line=leaf.line,
                    snippet=line,
                )
            )
    return found


def _is_left(
    leaf: Element,
    names: frozenset[str],
    words: list[tuple[str, tuple[str, ...]]],
    scope: FileScope,
    *,
    own: bool,
) -> bool:
    language = scope.language
    if leaf.kind not in (*language.identifiers, *language.strings):
        return False
    if leaf.text in names:
        return bool(exact_mentions(leaf, scope)) if own else bool(read_use(leaf, scope).problem)
    telling = [phrase for name, phrase in words if name not in language.weak_fields]
    code = leaf.kind in language.identifiers or " " not in leaf.text
    return own and code and bool(telling) and carries_words(leaf.text, *telling)


def _write(
    source: Source, edits: list[Edit], codebase: Codebase, width: int
) -> FileChange | Refusal:
    text = apply_edits(source.text, edits)
    text = drop_unused(text, source, width, lambda name: name)
    text = fit_like(text, source, width, source.text)
    text = align_like(text, source, width, source.text)
    return cut_text(source, text, codebase, "loses the field")
