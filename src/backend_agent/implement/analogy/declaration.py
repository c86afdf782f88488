"""What the place that declares a field tells beyond its type: how long a text is, who gives the value."""

from __future__ import annotations

from dataclasses import replace

from backend_agent.implement.analogy.exemplar import Exemplar, ExemplarField
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.options import find_option_calls
from backend_agent.implement.analogy.samples import read_number
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.element import Element
from backend_agent.values.application import Attribute
from backend_agent.values.task import FieldType

# A name or a label fits into as many characters; what may be longer is a text.
LONGEST_NAME = 255

# What a program gives by itself: the moment and the identity of a row, never its content.
_MADE_TYPES = frozenset({"date", "datetime", "uuid"})


def refine_exemplar(exemplar: Exemplar, codebase: Codebase, lexicon: Lexicon) -> Exemplar:
    """The exemplar with what its declarations tell: long texts, and values that nobody sends."""
    fields = tuple(_refine_field(each, codebase, lexicon) for each in exemplar.fields)
    return replace(exemplar, fields=fields)


def _refine_field(field: ExemplarField, codebase: Codebase, lexicon: Lexicon) -> ExemplarField:
    if field.role == "infrastructure":
        return field
    element, source = find_declared(field.attribute, codebase)
    if element is None or source is None:
        return _refine_model_field(field, codebase)
    if field.type in _MADE_TYPES and is_made_here(element, source, lexicon):
        return replace(field, role="infrastructure")
    return replace(field, type=refine_type(field.type, element, source, lexicon))


def _refine_model_field(field: ExemplarField, codebase: Codebase) -> ExemplarField:
    """In a language of models a time or an identity that is neither sent nor missing is made there."""
    elsewhere = field.attribute.evidence.path not in codebase.known_paths
    given = not field.required and not field.nullable
    if elsewhere and given and field.type in _MADE_TYPES:
        return replace(field, role="infrastructure")
    return field


def find_declared(
    attribute: Attribute, codebase: Codebase
) -> tuple[Element, Source] | tuple[None, None]:
    """The element that declares the attribute, with its file."""
    path = attribute.evidence.path
    if path not in codebase.paths:
        return None, None
    source = codebase.source(path)
    element = source.keyed.get((attribute.name, attribute.evidence.line))
    return (element, source) if element is not None else (None, None)


def refine_type(
    canonical: FieldType | None, element: Element, source: Source, lexicon: Lexicon
) -> FieldType | None:
    """A string that may be longer than a name is a text, whatever the language calls it."""
    if canonical != "string":
        return canonical
    calls = {shape.kind for shape in source.language.calls}
    for leaf in element.leaves():
        found = lexicon.find_head(leaf.text) if leaf.kind in source.language.identifiers else None
        if found is None or found[0] is lexicon.tables[0]:
            continue
        if found[1].type == "text":
            return "text"
        call = next((above for above in list(leaf.ancestors())[:2] if above.kind in calls), None)
        numbers = (read_number(each.text) for each in call.leaves()) if call is not None else ()
        if any(number is not None and number > LONGEST_NAME for number in numbers):
            return "text"
    return canonical


def is_made_here(element: Element, source: Source, lexicon: Lexicon) -> bool:
    """Whether the program itself gives the value when a row is made: by a call, not by a constant."""
    for arguments, call in find_option_calls(element, lexicon, source):
        for argument in arguments.named_children:
            name = argument.children[0].text if argument.children else ""
            if name not in call.makers:
                continue
            value = argument.named_children[-1]
            category = source.language.literals.get(value.kind, "")
            if category in ("", "truth") and value.text not in ("False", "false"):
                return True
    return False
