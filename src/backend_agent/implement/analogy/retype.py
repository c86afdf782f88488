"""Rewrites a slot that declares a field: its type, its limits and whether it may be missing."""

from __future__ import annotations

from backend_agent.implement.analogy.annotations import fit_annotations, is_slot_nullable
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
    fit_nullability(element, old, new, scope, calls, rewrite)
    follows = is_slot_nullable(element, scope) == old.nullable
    fit_annotations(element, old, new, scope, rewrite, follows=follows)
    if not calls:
        declare_options(element, new, scope, precedents, rewrite)
    drop_empty_call(element, calls, rewrite, scope)
    return rewrite


def _is_annotated(element: Element, scope: FileScope) -> bool:
    shape = {each.kind: each for each in scope.language.keyed}.get(element.kind)
    return shape is not None and bool(shape.type) and shape.type in element.labels
