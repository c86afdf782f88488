"""Writes a field that leads to another resource like a foreign key that is declared here."""

from __future__ import annotations

import re

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.options import find_option_calls
from backend_agent.implement.analogy.retype import retype_slot
from backend_agent.implement.analogy.rewrite import KeyDeclaration, Precedents, Rewrite
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.syntax.element import Element
from backend_agent.values.language import ImportNeed


def rewrite_key(
    key: KeyDeclaration, new: NewField, scope: FileScope, precedents: Precedents
) -> Rewrite:
    """What makes the declaration of `key` one of the new field; `scope` is that of the key's file."""
    rewrite = retype_slot(key.element, key.field, new, scope, precedents)
    rewrite.texts[id(next(key.element.leaves()))] = new.name
    if new.spec.optional:
        for arguments, call in find_option_calls(key.element, scope.transplant.lexicon, key.source):
            for argument in arguments.named_children:
                if "".join(argument.text.split()) in call.mandatory:
                    rewrite.texts[id(argument)] = None
    for leaf in key.element.leaves() if key.target else ():
        if leaf.text == key.field.attribute.foreign_key:
            rewrite.texts[id(leaf)] = key.target
    return rewrite


def is_stored(element: Element, old: ExemplarField, scope: FileScope) -> bool:
    """Whether the slot is the exemplar's own declaration of the field, not what is sent of it."""
    place = old.attribute.evidence
    held = range(element.line, element.line + element.text.count("\n") + 1)
    return place.path == scope.source.path and place.line in held


def add_needs(
    text: str, key: KeyDeclaration, scope: FileScope, here: FileScope, rewrite: Rewrite
) -> None:
    """The imports that the written key needs in the file `here`, and what cannot be had there."""
    for name in dict.fromkeys(re.findall(r"[A-Za-z_]\w*", text)):
        imported = key.source.imports.get(name)
        if imported is None or name in here.source.imports:
            continue
        if not imported.listed or name not in scope.foreign:
            rewrite.problems.append(f"`{name}` of {key.source.path} is not known here")
        rewrite.imports.append(ImportNeed(module=imported.module, name=name))
