"""Whether a field may be missing where no annotation says it, but options of the call do."""

from __future__ import annotations

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.rewrite import Rewrite
from backend_agent.implement.analogy.samples import default_text
from backend_agent.syntax.element import Element
from backend_agent.values.language import LanguageFormat
from backend_agent.values.vocabulary import OptionCall


def fit_marks(
    arguments: Element,
    call: OptionCall,
    old: ExemplarField,
    new: NewField,
    lexicon: Lexicon,
    rewrite: Rewrite,
) -> None:
    """`required=True`, `null=True` and defaults follow the new field as they followed the old."""
    given = {"".join(each.text.split()): each for each in arguments.named_children}
    mandatory = [given[text] for text in call.mandatory if text in given]
    optional = [given[text] for text in call.optional if text in given]
    added: list[str] = []
    if new.required:
        _drop(optional, rewrite)
        added += [text for text in call.mandatory if optional and text not in given]
    else:
        _drop(mandatory, rewrite)
        added += call.waived if mandatory and not new.spec.optional else ()
    if new.spec.optional and not old.nullable:
        added += [text for text in call.optional if text not in given]
    elif not new.spec.optional and old.nullable:
        _drop(optional, rewrite)
    added += _fit_default(arguments, call, new, lexicon, rewrite)
    if added:
        known = rewrite.additions.get(id(arguments), ())
        rewrite.additions[id(arguments)] = (*known, *added)


def _drop(arguments: list[Element], rewrite: Rewrite) -> None:
    for each in arguments:
        rewrite.texts[id(each)] = None


def _fit_default(
    arguments: Element, call: OptionCall, new: NewField, lexicon: Lexicon, rewrite: Rewrite
) -> list[str]:
    """The old field's default, where it is a plain value, gives way to the new one's."""
    default = default_text(new, lexicon)
    for argument in arguments.named_children:
        if not call.default or not argument.children or argument.children[0].text != call.default:
            continue
        value = argument.named_children[-1]
        if default is not None:
            rewrite.texts[id(value)] = default
        elif _is_plain(value, lexicon.language):
            rewrite.texts[id(argument)] = None
        return []
    return [f"{call.default}={default}"] if call.default and default is not None else []


def _is_plain(value: Element, language: LanguageFormat) -> bool:
    return language.literals.get(value.kind, "nothing") != "nothing"
