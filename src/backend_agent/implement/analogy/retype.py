"""Rewrites a slot that declares a field: its type, its limits and whether it may be missing."""

from __future__ import annotations

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import same_family
from backend_agent.implement.analogy.marks import fit_marks
from backend_agent.implement.analogy.nullability import fit_nullability
from backend_agent.implement.analogy.options import (
    add_options,
    declare_options,
    drop_empty_call,
    find_option_calls,
    rewrite_options,
)
from backend_agent.implement.analogy.rewrite import Precedents, Rewrite
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.implement.analogy.spellings import find_types, replace_type
from backend_agent.syntax.element import Element


def retype_slot(
    element: Element, old: ExemplarField, new: NewField, scope: FileScope, precedents: Precedents
) -> Rewrite:
    """The rewrite of a member or a parameter from the old field's slot to the new field's."""
    rewrite = Rewrite()
    lexicon = scope.transplant.lexicon
    calls = list(find_option_calls(element, lexicon, scope.source))
    implied = any(new.spec.type in call.implied for _, call in calls)
    for node, table, spelling in list(find_types(element, lexicon, scope)):
        if implied and table is not lexicon.tables[0] and not same_family(old.type, new.spec.type):
            rewrite.texts[id(node)] = None
            continue
        replace_type(node, table, spelling, old, new, scope, precedents, rewrite)
    for arguments, call in calls:
        rewrite_options(arguments, call, new, scope.transplant.lexicon, rewrite)
        add_options(arguments, call, new, lexicon, precedents, rewrite, scope)
        if not _is_annotated(element, scope):
            fit_marks(arguments, call, old, new, lexicon, rewrite)
    _judge_annotations(element, old, new, scope, rewrite)
    fit_nullability(element, old, new, scope, calls, rewrite)
    if not calls:
        declare_options(element, new, scope, precedents, rewrite)
    drop_empty_call(element, calls, rewrite, scope)
    return rewrite


def _is_annotated(element: Element, scope: FileScope) -> bool:
    shape = {each.kind: each for each in scope.language.keyed}.get(element.kind)
    return shape is not None and bool(shape.type) and shape.type in element.labels


def _judge_annotations(
    element: Element, old: ExemplarField, new: NewField, scope: FileScope, rewrite: Rewrite
) -> None:
    """What stands at the member says something of the old field: words that a table knows were
    replaced; others with arguments, and any where one of the fields may be missing, are open."""
    kinds = scope.language.annotations
    marks = [each for each in element.children if each.kind in kinds]
    known = {id(node) for node, _, _ in find_types(element, scope.transplant.lexicon, scope)}
    for mark in marks:
        told = any(id(each) in known for each in mark.walk())
        given = any(
            each.kind in scope.language.arguments and each.named_children
            for each in mark.children[-1].children
        )
        typed = not told and given and not same_family(old.type, new.spec.type)
        if typed or (told and old.nullable != new.spec.optional):
            rewrite.problems.append(f"what `{mark.text[:40]}` means for `{new.name}` is not known")
