"""Whether a declared field may be missing, and how that changes from the old field to the new."""

from __future__ import annotations

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.layout import declared_names, is_body, unwrap
from backend_agent.implement.analogy.options import (
    calls_of_class,
    find_option_calls,
    spell_call,
)
from backend_agent.implement.analogy.rewrite import Rewrite, leave_out_value
from backend_agent.implement.analogy.samples import default_text
from backend_agent.implement.analogy.scope import FileScope
from backend_agent.implement.analogy.spellings import find_types
from backend_agent.syntax.element import Element
from backend_agent.values.vocabulary import OptionCall


def is_nullable_text(element: Element, scope: FileScope) -> bool:
    """Whether the declared type of a member or parameter lets it be missing."""
    shapes = {shape.kind: shape for shape in scope.language.keyed}
    shape = shapes.get(element.kind)
    type_ = element.labels.get(shape.type) if shape is not None and shape.type else None
    marks = scope.language.nullable.marks
    if type_ is not None and any(leaf.text in marks for leaf in type_.leaves()):
        return True
    mark = scope.language.nullable.key_mark
    return bool(mark) and any(child.text == mark for child in element.children)


def fit_nullability(
    element: Element,
    old: ExemplarField,
    new: NewField,
    scope: FileScope,
    calls: list[tuple[Element, OptionCall]],
    rewrite: Rewrite,
) -> None:
    """A slot that is nullable as its field is follows the new field; one that is nullable though
    its field is not (an update) stays so for every field."""
    shapes = {shape.kind: shape for shape in scope.language.keyed}
    shape = shapes.get(element.kind)
    if shape is None or not shape.type or shape.type not in element.labels:
        return
    nullable = is_nullable_text(element, scope)
    if nullable != old.nullable or nullable == new.spec.optional:
        _fit_default(element, old, new, shape.value, calls, rewrite, scope)
        return
    type_ = element.labels[shape.type]
    core = _core_type(type_, scope, rewrite)
    form = scope.language.nullable
    if new.spec.optional:
        if form.ahead and _stands_ahead(element, scope):
            rewrite.texts[id(core[0])] = form.ahead.format(type=core[1])
        elif form.key_mark:
            key = element.labels.get(shape.key, element.children[0])
            rewrite.texts[id(key)] = new.name + form.key_mark
            _drop_signs(element, form.sure_mark, rewrite)
        else:
            rewrite.texts[id(core[0])] = _nullable_form(scope).format(type=core[1])
            _give_default(element, shape.value, calls, rewrite, scope)
    else:
        rewrite.texts[id(core[2])] = core[1]
        _drop_signs(element, form.key_mark, rewrite)
        _take_default(
            element, shape.value, calls, rewrite, default_text(new, scope.transplant.lexicon)
        )


def _stands_ahead(element: Element, scope: FileScope) -> bool:
    """Whether a parameter that must be given and is none of the fields follows."""
    holder = element.parent
    if holder is None or holder.kind not in scope.language.parameters:
        return False
    fields = {each.name for each in scope.transplant.fields.old}
    later = [each for each in holder.named_children if each.start >= element.end]
    return any(
        not fields & {leaf.text for leaf in each.leaves()}
        and scope.language.nullable.key_mark not in {child.text for child in each.children}
        and not any(child.text == "=" for child in each.children)
        for each in later
    )


def _drop_signs(element: Element, sign: str, rewrite: Rewrite) -> None:
    """Without the sign behind the member's name."""
    for child in element.children:
        if sign and child.text == sign:
            rewrite.texts[id(child)] = None


def _nullable_form(scope: FileScope) -> str:
    form = scope.language.nullable
    return next(
        (text for name, text in form.others.items() if name in scope.source.imports), form.type
    )


def _core_type(type_: Element, scope: FileScope, rewrite: Rewrite) -> tuple[Element, str, Element]:
    """The node of the type proper, its new text, and the node that wraps it as nullable."""
    lexicon = scope.transplant.lexicon
    found = next(iter(find_types(type_, lexicon, scope)), None)
    node = found[0] if found is not None else type_
    text = rewrite.texts.get(id(node)) or node.text
    wrapped = node
    marks = scope.language.nullable.marks
    for above in node.ancestors():
        if above.start < type_.start or any(
            above.kind == each for each in scope.language.arguments
        ):
            break
        if any(leaf.text in marks for leaf in above.leaves()):
            wrapped = above
            break
    return node, text, wrapped


def _give_default(
    element: Element,
    value_label: str,
    calls: list[tuple[Element, OptionCall]],
    rewrite: Rewrite,
    scope: FileScope,
) -> None:
    for arguments, call in calls:
        nothing = call.bare_default or scope.language.nullable.default
        if call.default and (call.bare_default or _class_gives_default(element, call, scope)):
            added = rewrite.additions.get(id(arguments), ())
            rewrite.additions[id(arguments)] = (f"{call.default}={nothing}", *added)
            return
    nothing = scope.language.nullable.default
    if calls or value_label in element.labels or not nothing:
        return
    own = [call for call in calls_of_class(element, scope) if call.default]
    if not own or own[0].bare_default:
        rewrite.suffix = f" = {nothing}"
    elif _class_gives_default(element, own[0], scope):
        written = spell_call(element, own[0], scope)
        rewrite.suffix = f" = {written}({own[0].default}={nothing})"


def _class_gives_default(element: Element, call: OptionCall, scope: FileScope) -> bool:
    """Whether other members of the class that may be left out say so in the call: in a class that
    is made by its fields in order, one without a default cannot follow them."""
    body = next((each for each in element.ancestors() if is_body(each, scope.language)), None)
    members = body.named_children if body is not None else ()
    given = [(member, _gives_default(member, call, scope)) for member in members]
    if any(
        gives and is_nullable_text(unwrap(each, scope.language), scope) for each, gives in given
    ):
        return True
    known = [gives for _, gives in given if gives is not None]
    # One without behind one with: the order means nothing here, and no default is needed.
    return True in known and known == sorted(known)


def _gives_default(member: Element, call: OptionCall, scope: FileScope) -> bool | None:
    """None where the member is not declared by the call, or is no part of the order."""
    for arguments, other in find_option_calls(member, scope.transplant.lexicon, scope.source):
        if other.name == call.name:
            names = {each.children[0].text for each in arguments.named_children if each.children}
            apart = names & set(call.apart)
            return None if apart else bool(names & {call.default, *call.makers})
    return None


def _take_default(
    element: Element,
    value_label: str,
    calls: list[tuple[Element, OptionCall]],
    rewrite: Rewrite,
    default: str | None,
) -> None:
    """What made the field optional goes; the specification's own default stays in its place."""
    for arguments, call in calls:
        for argument in arguments.named_children:
            if call.default and argument.children and argument.children[0].text == call.default:
                rewrite.texts[id(argument)] = None
                if default is not None:
                    rewrite.texts[id(argument)] = ""
                    rewrite.texts[id(argument.named_children[-1])] = default
    value = element.labels.get(value_label)
    if value is not None and not calls:
        if default is not None:
            rewrite.texts[id(value)] = default
        else:
            leave_out_value(element, value, rewrite)


def _add_default(
    element: Element,
    default: str,
    value_label: str,
    calls: list[tuple[Element, OptionCall]],
    rewrite: Rewrite,
    scope: FileScope,
) -> None:
    """The specification's default: in what is sent always, in what is kept where the class's other
    defaults stand in their calls, in what is shown (which has a key of its own) never."""

    def holds(call: OptionCall) -> bool:
        if not call.bare_default:
            return bool(call.default) and _class_gives_default(element, call, scope)
        return bool(call.default) and not _is_shown(element, scope)

    for arguments, call in calls:
        if holds(call):
            added = rewrite.additions.get(id(arguments), ())
            rewrite.additions[id(arguments)] = (*added, f"{call.default}={default}")
    if calls or value_label in element.labels:
        return
    own = calls_of_class(element, scope)
    for call in own:
        if not call.bare_default and holds(call):
            rewrite.suffix = f" = {spell_call(element, call, scope)}({call.default}={default})"
            return
    stored = any(call.default and not call.bare_default for call in own)
    if not stored and not _is_shown(element, scope) and scope.language.nullable.default:
        rewrite.suffix = f" = {default}"


def _is_shown(element: Element, scope: FileScope) -> bool:
    """Whether the class also holds what the program gives: it is an answer, or a table."""
    body = next((each for each in element.ancestors() if is_body(each, scope.language)), None)
    kept = {each.name for each in scope.transplant.exemplar.fields if each.role == "infrastructure"}
    members = body.named_children if body is not None else ()
    return any(set(declared_names(member, scope.language)) & kept for member in members)


def _fit_default(
    element: Element,
    old: ExemplarField,
    new: NewField,
    value_label: str,
    calls: list[tuple[Element, OptionCall]],
    rewrite: Rewrite,
    scope: FileScope,
) -> None:
    """A default of the old field that is a value would make the new field optional in silence."""
    default = default_text(new, scope.transplant.lexicon)
    if old.required:
        if default is not None and not is_nullable_text(element, scope):
            _add_default(element, default, value_label, calls, rewrite, scope)
        return
    for arguments, call in calls:
        for argument in arguments.named_children:
            given = argument.named_children[-1] if len(argument.named_children) > 1 else argument
            named = call.default and argument.children and argument.children[0].text == call.default
            if not named or scope.language.literals.get(given.kind, "nothing") == "nothing":
                continue
            if default is not None:
                rewrite.texts[id(given)] = default
            elif new.required:
                rewrite.texts[id(argument)] = None
    value = element.labels.get(value_label)
    category = scope.language.literals.get(value.kind, "") if value is not None else ""
    if value is None or calls or category in ("", "nothing"):
        return
    if default is not None:
        rewrite.texts[id(value)] = default
    elif new.required:
        leave_out_value(element, value, rewrite)
