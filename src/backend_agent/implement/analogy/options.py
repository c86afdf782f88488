"""The options of a call that declares a field: which stay, which change, which are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.rewrite import (
    Precedents,
    Rewrite,
    leave_out_value,
    reach_names,
)
from backend_agent.implement.analogy.samples import first_sample, read_number
from backend_agent.implement.analogy.scope import FileScope, find_callee
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.spellings import fill_precision, find_types
from backend_agent.syntax.element import Element
from backend_agent.values.vocabulary import OptionCall, OptionRule


def find_option_calls(
    element: Element, lexicon: Lexicon, source: Source
) -> Iterator[tuple[Element, OptionCall]]:
    """The argument lists of calls that declare a field, known by name and by where they come from."""
    for node in element.walk():
        if node.kind not in source.language.arguments:
            continue
        callee = find_callee(node, source.language)
        name = callee.text.split(".")[-1] if callee is not None else ""
        for call in lexicon.calls:
            if name in call.names and _comes_from(callee, call, source):
                yield node, call
                break


def _comes_from(callee: Element | None, call: OptionCall, source: Source) -> bool:
    root = re.split(r"\W", callee.text, maxsplit=1)[0] if callee is not None else ""
    separator = source.language.imports.separator
    return source.origin(root).split(separator)[0] in call.modules


def rewrite_options(
    arguments: Element, call: OptionCall, new: NewField, lexicon: Lexicon, rewrite: Rewrite
) -> None:
    """Options that the new type has none of are left out, asked limits are written, others travel."""
    for argument in arguments.named_children:
        name = argument.children[0].text if argument.children else ""
        rule = _rule_of(name, call, new)
        value = argument.named_children[-1] if argument.named_children else argument
        if rule is None or id(argument) in rewrite.texts:
            continue
        limit = _limit_of(rule, new)
        if not _option_applies(rule, new) or (limit is None and _is_business_bound(rule, value)):
            rewrite.texts[id(argument)] = None
        elif rule.write:
            sample = first_sample(new, lexicon)
            rewrite.texts[id(value)] = rule.write.format(sample=sample) if sample else ""
        elif limit is not None:
            rewrite.texts[id(value)] = limit
        elif rule.bounds or rule.choices:
            rewrite.texts[id(argument)] = None
        elif rule.types:
            rewrite.travelled.append(f"{name}={value.text}")


def _rule_of(name: str, call: OptionCall, new: NewField) -> OptionRule | None:
    """The rule of the option; where it has several, the one for the new type."""
    rules = [rule for rule in call.options if rule.name == name]
    fitting = [rule for rule in rules if not rule.types or new.spec.type in rule.types]
    return next(iter(fitting or rules), None)


def _is_business_bound(rule: OptionRule, value: Element) -> bool:
    """A number's bound is the exemplar's own business unless a named constant states it (what a
    column can hold); a text's length is a matter of storage and travels."""
    numeric = "int" in rule.types
    return not rule.travels or (numeric and read_number(value.text) is not None)


def _option_applies(rule: OptionRule, new: NewField) -> bool:
    if rule.types and new.spec.type not in rule.types:
        return False
    if rule.flag == "unique":
        return new.spec.unique
    if rule.flag == "index":
        return new.spec.index
    return True


def _limit_of(rule: OptionRule, new: NewField) -> str | None:
    if new.spec.type in ("string", "text") and rule.limit == "max" and new.spec.arguments:
        return new.spec.arguments[0]
    return {"min": new.spec.min, "max": new.spec.max}.get(rule.limit)


def add_options(
    arguments: Element,
    call: OptionCall,
    new: NewField,
    lexicon: Lexicon,
    precedents: Precedents,
    rewrite: Rewrite,
    scope: FileScope,
) -> None:
    kept = [
        argument
        for argument in arguments.named_children
        if rewrite.texts.get(id(argument), "") is not None
    ]
    present = {argument.children[0].text for argument in kept if argument.children}
    heads = {
        spelling.type
        for argument in kept
        for _, table, spelling in find_types(argument, lexicon, scope)
        if table is not lexicon.tables[0]
    } | ({new.spec.type} if any(id(each) in rewrite.texts for each in kept) else set())
    added = []
    for text in call.required.get(new.spec.type, ()):
        name = text.split("=")[0] if "=" in text else ""
        if name and name not in present:
            shown = precedents.options.get((call.name, new.spec.type, name))
            added.append(shown or fill_precision(text, new))
            rewrite.imports.extend(call.imports.get(new.spec.type, ()))
        elif not name and not heads:
            added.append(_add_column_type(text, new, lexicon, precedents, rewrite, scope))
    shown = precedents.columns.get((call.name, new.spec.type))
    if shown and not heads and not added:
        added.append(_add_column_type(shown, new, lexicon, precedents, rewrite, scope))
    added += option_texts(call, new, present)
    for rule in call.options:
        rewrite.imports.extend(
            need for need in rule.imports if any(need.name in text for text in added)
        )
    if added:
        rewrite.additions[id(arguments)] = tuple(added)


def _add_column_type(
    text: str,
    new: NewField,
    lexicon: Lexicon,
    precedents: Precedents,
    rewrite: Rewrite,
    scope: FileScope,
) -> str:
    for table in lexicon.tables[1:]:
        spelling = table.spelling(new.spec.type)
        if spelling is not None:
            shown = precedents.spellings.get((table.id, new.spec.type))
            return reach_names(
                shown or fill_precision(text, new), spelling.imports, scope.source, rewrite
            )
    return fill_precision(text, new)


def option_texts(call: OptionCall, new: NewField, present: set[str]) -> list[str]:
    """The options that the specification itself asks for and that are not there yet."""
    added = []
    for rule in call.options:
        if rule.name in present or (rule.types and new.spec.type not in rule.types):
            continue
        limit = _limit_of(rule, new)
        if rule.bounds:
            added += _write_bounds(rule, new)
        elif rule.choices:
            quoted = ", ".join(f'"{each}"' for each in new.spec.arguments)
            added.append(f"{rule.name}={rule.choices.replace('{choices}', quoted)}")
        elif limit is not None:
            added.append(f"{rule.name}={limit}")
        elif rule.flag and {"unique": new.spec.unique, "index": new.spec.index}[rule.flag]:
            added.append(f"{rule.name}=True")
    return added


def _write_bounds(rule: OptionRule, new: NewField) -> list[str]:
    given = {"min": new.spec.min, "max": new.spec.max}
    bounds = [rule.bounds[key].replace("{limit}", limit) for key, limit in given.items() if limit]
    whole = rule.bounds["whole"].replace("{bounds}", ", ".join(bounds))
    return [f"{rule.name}={whole}"] if bounds else []


def declare_options(
    element: Element, new: NewField, scope: FileScope, precedents: Precedents, rewrite: Rewrite
) -> None:
    """A member without an option call that now needs one gets the call that its class uses for
    others; a class that uses none (an answer's) states no limits."""
    shapes = {shape.kind: shape for shape in scope.language.keyed}
    shape = shapes.get(element.kind)
    if shape is None or not shape.type or shape.value in element.labels:
        return
    lexicon = scope.transplant.lexicon
    for call in calls_of_class(element, scope):
        added = [
            precedents.options.get((call.name, new.spec.type, text.split("=")[0]))
            or fill_precision(text, new)
            if "=" in text
            else _add_column_type(text, new, lexicon, precedents, rewrite, scope)
            for text in call.required.get(new.spec.type, ())
        ]
        added += option_texts(call, new, set())
        rewrite.imports.extend(call.imports.get(new.spec.type, ()))
        if added:
            written = spell_call(element, call, scope)
            given = rewrite.suffix.removeprefix(f" = {written}(")
            kept = [given.removesuffix(")")] if given != rewrite.suffix else []
            rewrite.suffix = f" = {written}({', '.join([*added, *kept])})"
            return


def spell_call(element: Element, call: OptionCall, scope: FileScope) -> str:
    """The call as the class writes it, perhaps behind the module that it comes from."""
    for above in element.ancestors():
        if above.kind in scope.language.bodies:
            for arguments, other in find_option_calls(
                above, scope.transplant.lexicon, scope.source
            ):
                callee = find_callee(arguments, scope.language)
                if other.name == call.name and callee is not None:
                    return callee.text
    return call.name


def calls_of_class(element: Element, scope: FileScope) -> list[OptionCall]:
    """The kinds of calls by which members of the same class declare fields."""
    for above in element.ancestors():
        if above.kind in scope.language.bodies:
            found = find_option_calls(above, scope.transplant.lexicon, scope.source)
            return list({call.name: call for _, call in found}.values())
    return []


def drop_empty_call(
    element: Element, calls: list[tuple[Element, OptionCall]], rewrite: Rewrite, scope: FileScope
) -> None:
    """`Field()` says nothing, and `Field(default=None)` no more than `None`."""
    shapes = {shape.kind: shape for shape in scope.language.keyed}
    shape = shapes.get(element.kind)
    value = element.labels.get(shape.value) if shape is not None and shape.value else None
    for arguments, call in calls:
        if call.typed or value is None or arguments.parent is not value or not rewrite.texts:
            continue
        named = arguments.named_children
        kept = [each for each in named if rewrite.texts.get(id(each), "") is not None]
        if len(kept) == len(named) or rewrite.additions.get(id(arguments)):
            continue
        if not kept:
            leave_out_value(element, value, rewrite)
        elif len(kept) == 1 and call.bare_default:
            _leave_bare_default(kept[0], value, call, rewrite, scope)


def _leave_bare_default(
    argument: Element, value: Element, call: OptionCall, rewrite: Rewrite, scope: FileScope
) -> None:
    """A default that is a plain literal says the same without the call."""
    given = argument.named_children[-1] if argument.named_children else argument
    literal = scope.language.literals.get(given.kind)
    named = argument.children[0].text if argument.children else ""
    if literal and named == call.default:
        rewrite.texts[id(value)] = rewrite.texts.get(id(given)) or given.text
