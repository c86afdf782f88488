"""Adds fields to a resource that is there, in every place where its own fields are listed."""

from __future__ import annotations

from collections.abc import Callable

from backend_agent.catalog import Catalog
from backend_agent.implement.analogy.align import align_like
from backend_agent.implement.analogy.assemble import replace_text
from backend_agent.implement.analogy.choose import refuse_faults, refuse_type
from backend_agent.implement.analogy.declared import complete_application
from backend_agent.implement.analogy.engine import model_texts
from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.existing_rows import (
    read_column,
    refuse_unfillable,
    tell_column,
)
from backend_agent.implement.analogy.extension import (
    Extension,
    extend_source,
    find_lone_conditions,
    list_sources,
    list_spans,
)
from backend_agent.implement.analogy.fields import FieldPlan, NewField, plan_fields
from backend_agent.implement.analogy.imports import add_need
from backend_agent.implement.analogy.learn import learn_precedents, learn_samples, learn_styles
from backend_agent.implement.analogy.lexicon import Lexicon, read_lexicon, same_family
from backend_agent.implement.analogy.notes import tell_limits, unanswered_duplicates
from backend_agent.implement.analogy.ranking import rank_candidates
from backend_agent.implement.analogy.render import Renderer
from backend_agent.implement.analogy.request import check_fields
from backend_agent.implement.analogy.scope import FileScope, Transplant, open_scope
from backend_agent.implement.analogy.slices import find_territory
from backend_agent.implement.analogy.source import Codebase
from backend_agent.implement.analogy.wrap import fit_like, learn_width
from backend_agent.implement.analogy.written import check_written
from backend_agent.syntax.edits import apply_edits
from backend_agent.syntax.tree import find_faults, parse_source
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, Column, FileChange, Note, Refusal
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Component
from backend_agent.values.task import AddField, FieldSpec
from backend_agent.world.tree import Tree

ReadAgain = Callable[[Tree], Application]
"""Reads the application of the component in a tree that holds the change."""

MOST_CONDITIONS = 5


def add_field(
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    operation: AddField,
    read_again: ReadAgain,
) -> ChangeSet:
    """The change that adds `operation.fields`; all or nothing, because half a field is a broken one.

    Pure: reads `tree`, writes nothing. InputError for an unknown resource and for names that cannot
    work; everything else is told in the ChangeSet.
    """
    lexicon = read_lexicon(component, catalog, model_texts(tree, application))
    check_fields(operation.fields, lexicon)
    codebase = Codebase(tree, component.path, lexicon.language)
    application = complete_application(application, codebase)
    ranked = rank_candidates(codebase, component, application, lexicon, operation.resource)
    exemplar = ranked[0].exemplar
    wanted, present, clashes = _sort_out(operation.fields, exemplar, lexicon)
    if clashes or not wanted:
        return ChangeSet(refusals=clashes, already=present)
    transplant = _plan(exemplar, wanted, codebase, application, lexicon)
    refusals = _refuse(transplant)
    if refusals:
        return ChangeSet(refusals=refusals, already=present)

    def read_grown(grown: Tree) -> Application:
        own = Codebase(grown, component.path, lexicon.language)
        return complete_application(read_again(grown), own)

    return _extend(transplant, application, present, read_grown)


def _sort_out(
    specs: tuple[FieldSpec, ...], exemplar: Exemplar, lexicon: Lexicon
) -> tuple[tuple[FieldSpec, ...], tuple[str, ...], tuple[Refusal, ...]]:
    """What is to be added, what is there as asked, and what is there as something else."""
    style = lexicon.language.styles.name
    named = zip(specs, plan_fields(exemplar, specs, style).new, strict=True)
    known = {each.name: each for each in exemplar.fields}
    wanted: list[FieldSpec] = []
    present: list[str] = []
    clashes: list[Refusal] = []
    for spec, new in named:
        there = known.get(new.name)
        if there is None:
            wanted.append(spec)
        elif there.role != "infrastructure" and same_family(there.type, spec.type):
            present.append(f"{exemplar.entity.name}.{new.name}")
        else:
            clashes.append(
                Refusal(
                    subject=new.name,
                    reason=f"{exemplar.entity.name} has {new.name} already, as "
                    f"`{there.attribute.type}`",
                    path=there.attribute.evidence.path,
                    line=there.attribute.evidence.line,
                )
            )
    return tuple(wanted), tuple(present), tuple(clashes)


def _plan(
    exemplar: Exemplar,
    specs: tuple[FieldSpec, ...],
    codebase: Codebase,
    application: Application,
    lexicon: Lexicon,
) -> Transplant:
    planned = plan_fields(exemplar, specs, lexicon.language.styles.name)
    return Transplant(
        codebase=codebase,
        exemplar=exemplar,
        noun=exemplar.noun,
        fields=FieldPlan(
            old=planned.old, new=planned.new, aligned=(), nearest=planned.nearest, extends=True
        ),
        territory=find_territory(codebase, exemplar),
        lexicon=lexicon,
        styles=learn_styles(codebase, application).styles,
    )


def _refuse(transplant: Transplant) -> tuple[Refusal, ...]:
    exemplar = transplant.exemplar
    if not transplant.fields.nearest:
        return (
            Refusal(
                subject=exemplar.entity.name,
                reason="it has no ordinary field, so nothing shows where a new one belongs",
                path=exemplar.entity.evidence.path,
                line=exemplar.entity.evidence.line,
            ),
        )
    return (
        *refuse_faults(transplant.territory),
        *(
            refusal
            for new in transplant.fields.new
            for refusal in refuse_type(
                new, transplant.exemplar, transplant.fields, transplant.lexicon
            )
        ),
        *(
            refusal
            for new in transplant.fields.new
            if exemplar.entity.table
            for refusal in refuse_unfillable(_column_of(new, exemplar), new.spec)
        ),
    )


def _column_of(new: NewField, exemplar: Exemplar) -> Column:
    return read_column(exemplar.entity.table, new.name, new.spec)


def _extend(
    transplant: Transplant,
    application: Application,
    present: tuple[str, ...],
    read_again: ReadAgain,
) -> ChangeSet:
    codebase, exemplar = transplant.codebase, transplant.exemplar
    book = learn_samples(transplant)
    precedents, seen = learn_precedents(application, codebase, transplant)
    scopes = [open_scope(source, transplant) for source in list_sources(transplant)]
    extensions = [
        extend_source(Renderer(scope=scope, book=book, precedents=precedents)) for scope in scopes
    ]
    width = learn_width(codebase)
    changes = [_write(each, codebase, width) for each in extensions if each.edits]
    refusals = tuple(
        [refusal for each in extensions for refusal in each.refusals]
        + [each for each in changes if isinstance(each, Refusal)]
    )
    written = tuple(each for each in changes if isinstance(each, FileChange))
    if not refusals:
        refusals = check_written(transplant, application, written, read_again)
    if refusals:
        return ChangeSet(refusals=refusals, already=present)
    columns = tuple(
        _column_of(new, exemplar) for new in transplant.fields.new if exemplar.entity.table
    )
    return ChangeSet(
        changes=written,
        notes=_tell(transplant, extensions, scopes, written, seen, columns),
        already=present,
        columns_added=columns,
    )


def _write(extension: Extension, codebase: Codebase, width: int) -> FileChange | Refusal:
    source = extension.source
    text = apply_edits(source.text, extension.edits)
    for need in dict.fromkeys(extension.imports):
        text = add_need(text, need, source, width)
    text = fit_like(text, source, width, source.text)
    text = align_like(text, source, width, source.text)
    change = replace_text(source, text, codebase, "gains the new field")
    if change is not None:
        return change
    faults = find_faults(parse_source(text, source.grammar))
    reason = "what was written does not parse" if faults else "the file is not UTF-8"
    line = faults[0].line if faults else 1
    return Refusal(subject=source.path, reason=reason, path=source.path, line=line)


def _tell(
    transplant: Transplant,
    extensions: list[Extension],
    scopes: list[FileScope],
    written: tuple[FileChange, ...],
    seen: tuple[tuple[str, str], ...],
    columns: tuple[Column, ...],
) -> tuple[Note, ...]:
    entity = transplant.exemplar.entity
    made = ", ".join(f"{new} from {old}" for new, old in transplant.fields.nearest)
    texts = "\n".join((each.after or b"").decode() for each in written)
    pairs = zip(columns, transplant.fields.new, strict=False)
    notes = [
        Note(
            kind="decision",
            text=f"written like the fields that {entity.name} has: {made}",
            evidence=entity.evidence,
        ),
        *(Note(kind="decision", text=said) for text, said in seen if text in texts),
        *(tell_column(column, new.spec) for column, new in pairs),
        *tell_limits(each for extension in extensions for each in extension.travelled),
        *unanswered_duplicates(transplant),
        *_tell_conditions(scopes),
        *_tell_tests(scopes, written, transplant),
    ]
    return tuple(dict.fromkeys(notes))


def _tell_conditions(scopes: list[FileScope]) -> list[Note]:
    found = [
        (scope.source.path, element, name)
        for scope in scopes
        for element, name in find_lone_conditions(scope)
    ]
    return [
        Note(
            kind="left",
            text=f"a condition speaks of {name} alone, so nothing was added there: "
            f"`{element.text.splitlines()[0].strip()}`",
            evidence=Evidence(path=path, line=element.line),
        )
        for path, element, name in found[:MOST_CONDITIONS]
    ]


def _tell_tests(
    scopes: list[FileScope], written: tuple[FileChange, ...], transplant: Transplant
) -> list[Note]:
    paths = {each.path for each in written}
    tests = [scope.source.path for scope in scopes if scope.source.is_test]
    if any(path in paths for path in tests):
        return []
    spoken = any(list_spans(scope.source, transplant) for scope in scopes if scope.source.is_test)
    names = ", ".join(new.name for new in transplant.fields.new)
    why = "list no set of its fields" if spoken else "do not exist"
    return [Note(kind="left", text=f"no test speaks of {names}: the resource's tests {why}")]
