"""What kind of place a field's slot is, and so how it is rewritten for another field."""

from __future__ import annotations

from backend_agent.implement.analogy.chains import find_chain, is_mask, rewrite_chain
from backend_agent.implement.analogy.objects import find_held_object, rewrite_object, says_nullable
from backend_agent.implement.analogy.retype import retype_slot
from backend_agent.implement.analogy.rewrite import Precedents, Rewrite
from backend_agent.implement.analogy.values import ValueScope, keep_example, rewrite_value
from backend_agent.syntax.element import Element

_DECLARING = ("member", "parameter")


def rewrite_slot(element: Element, at: ValueScope, precedents: Precedents) -> Rewrite:
    """The rewrite of the slot's element from its old field to the new one."""
    slot, old, new, scope = at.slot, at.old, at.new, at.scope
    if slot.kind in _DECLARING:
        rewrite = retype_slot(element, old, new, scope, precedents)
        if slot.kind == "parameter":
            keep_example(element, at, rewrite)
        return rewrite
    rewrite = Rewrite()
    if slot.kind == "limit":
        _rewrite_limit(at, rewrite)
        return rewrite
    lexicon = scope.transplant.lexicon
    if slot.kind == "pair" and slot.value is not None:
        if chain := find_chain(slot.value, scope.source, lexicon.chains):
            rewrite_chain(chain, old, new, scope, rewrite)
            return rewrite
        if held := find_held_object(slot.value, scope.source, lexicon.objects):
            nullable = says_nullable(held)
            follows = nullable is None or nullable == old.nullable
            rewrite_object(held, new, scope, rewrite, follows=follows)
            return rewrite
        if is_mask(slot.value, scope.language, lexicon.chains):
            rewrite.texts[id(slot.key)] = new.name
            return rewrite
    rewrite_value(element, at, rewrite)
    return rewrite


def _rewrite_limit(at: ValueScope, rewrite: Rewrite) -> None:
    limits = at.scope.transplant.lexicon.limits
    written = next((limit.min for limit in limits if limit.min), "")
    rewrite.texts[id(at.slot.key)] = written.format(field=at.new.name, limit=at.new.spec.min)
