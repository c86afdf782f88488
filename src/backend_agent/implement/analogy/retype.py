"""Rewrites a slot that declares a field: its type, its limits and whether it may be missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.lexicon import Lexicon, TypeTable, same_family
from backend_agent.implement.analogy.scope import FileScope, find_callee
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.element import Element
from backend_agent.values.language import ImportNeed, TypeSpelling
from backend_agent.values.vocabulary import OptionCall, OptionRule

_PRECISION = {"precision": "12", "scale": "2"}


@dataclass(slots=True)
class Rewrite:
    """What replaces nodes of a slot, by their identity: a text, or None to leave the node out with
    its separator; `additions` are appended to a list; `suffix` follows the whole slot."""

    texts: dict[int, str | None] = field(default_factory=dict)
    additions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    imports: list[ImportNeed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    travelled: list[str] = field(default_factory=list)
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """How the repository itself already spells a type elsewhere: (table, type) → text, and the
    options that a declaration of that type carries: (call, option) → text."""

    spellings: dict[tuple[str, str], str]
    options: dict[tuple[str, str], str]


def retype_slot(
    element: Element, old: ExemplarField, new: NewField, scope: FileScope, precedents: Precedents
) -> Rewrite:
    """The rewrite of a member or a parameter from the old field's slot to the new field's."""
    rewrite = Rewrite()
    lexicon = scope.transplant.lexicon
    calls = list(find_option_calls(element, lexicon, scope.source))
    implied = any(new.spec.type in call.implied for _, call in calls)
    for node, table, spelling in list(_find_types(element, lexicon, scope)):
        if implied and table is not lexicon.tables[0] and not same_family(old.type, new.spec.type):
            rewrite.texts[id(node)] = None
            continue
        _replace_type(node, table, spelling, old, new, scope, precedents, rewrite)
    for arguments, call in calls:
        _rewrite_options(arguments, call, old, new, rewrite)
        _add_options(arguments, call, new, lexicon, precedents, rewrite, scope)
    _fit_nullability(element, old, new, scope, calls, rewrite)
    if not calls:
        _declare_limits(element, old, new, scope, rewrite)
    _drop_empty_call(element, calls, rewrite, scope)
    return rewrite


def _find_types(
    element: Element, lexicon: Lexicon, scope: FileScope
) -> Iterator[tuple[Element, TypeTable, TypeSpelling]]:
    """Nodes that spell a type: a name, a qualified name, or a call of either."""
    language = scope.language
    keyed = {shape.kind: shape for shape in language.keyed}
    for leaf in element.leaves():
        if leaf.kind in language.strings or not leaf.text:
            continue
        found = lexicon.find_head(leaf.text)
        if found is None:
            continue
        parent = leaf.parent
        if parent is not None and parent.kind in keyed:
            key = parent.labels.get(keyed[parent.kind].key)
            if key is leaf or (not keyed[parent.kind].key and parent.children[0] is leaf):
                continue
        yield _whole_type(leaf, scope), *found


def _whole_type(leaf: Element, scope: FileScope) -> Element:
    node = leaf
    members = {shape.kind: shape for shape in scope.language.members}
    calls = {shape.kind: shape for shape in scope.language.calls}
    parent = node.parent
    if (
        parent is not None
        and parent.kind in members
        and (parent.labels.get(members[parent.kind].key) is node)
    ):
        node, parent = parent, parent.parent
    if (
        parent is not None
        and parent.kind in calls
        and (parent.labels.get(calls[parent.kind].key) is node)
    ):
        node = parent
    return node


def _replace_type(
    node: Element,
    table: TypeTable,
    spelling: TypeSpelling,
    old: ExemplarField,
    new: NewField,
    scope: FileScope,
    precedents: Precedents,
    rewrite: Rewrite,
) -> None:
    wanted = new.spec.type
    if wanted in spelling.covers and old.type in spelling.covers:
        return
    target = table.spelling(wanted)
    for other in scope.transplant.lexicon.tables:
        target = target or other.spelling(wanted)
    if target is None:
        rewrite.problems.append(
            f"no spelling of {wanted} is known here, and no other field shows one"
        )
        return
    precedent = precedents.spellings.get((table.id, target.type))
    text = precedent or target.write.format(
        **_PRECISION | {"length": new.spec.arguments[0] if new.spec.arguments else "255"},
        values=", ".join(f'"{value}"' for value in new.spec.arguments),
    )
    rewrite.texts[id(node)] = text
    rewrite.imports.extend(target.imports)


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
            if call.name == name and _comes_from(callee, call, source):
                yield node, call
                break


def _comes_from(callee: Element | None, call: OptionCall, source: Source) -> bool:
    root = callee.text.split(".")[0] if callee is not None else ""
    imported = source.imports.get(root)
    separator = source.language.imports.separator
    return imported is not None and imported.module.split(separator)[0] in call.modules


def _rewrite_options(
    arguments: Element, call: OptionCall, old: ExemplarField, new: NewField, rewrite: Rewrite
) -> None:
    rules = {rule.name: rule for rule in call.options}
    for argument in arguments.named_children:
        name = argument.children[0].text if argument.children else ""
        rule = rules.get(name)
        value = argument.named_children[-1] if argument.named_children else argument
        if rule is None:
            continue
        if not _option_applies(rule, new):
            rewrite.texts[id(argument)] = None
            continue
        limit = _limit_of(rule, new)
        if limit is not None:
            rewrite.texts[id(value)] = limit
        elif rule.types:
            rewrite.travelled.append(f"{name}={value.text}")


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


def _add_options(
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
        for _, table, spelling in _find_types(argument, lexicon, scope)
        if table is not lexicon.tables[0]
    } | ({new.spec.type} if any(id(each) in rewrite.texts for each in kept) else set())
    added = []
    for text in call.required.get(new.spec.type, ()):
        name = text.split("=")[0] if "=" in text else ""
        if name and name not in present:
            added.append(precedents.options.get((call.name, name)) or text.format(**_PRECISION))
        elif not name and not heads:
            added.append(_add_column_type(text, new, lexicon, precedents, rewrite))
    added += option_texts(call, new, present)
    if added:
        rewrite.additions[id(arguments)] = tuple(added)


def _add_column_type(
    text: str, new: NewField, lexicon: Lexicon, precedents: Precedents, rewrite: Rewrite
) -> str:
    for table in lexicon.tables[1:]:
        spelling = table.spelling(new.spec.type)
        if spelling is not None:
            rewrite.imports.extend(spelling.imports)
            return precedents.spellings.get((table.id, new.spec.type)) or text.format(**_PRECISION)
    return text.format(**_PRECISION)


def option_texts(call: OptionCall, new: NewField, present: set[str]) -> list[str]:
    """The options that the specification itself asks for and that are not there yet."""
    added = []
    for rule in call.options:
        if rule.name in present or (rule.types and new.spec.type not in rule.types):
            continue
        limit = _limit_of(rule, new)
        if limit is not None:
            added.append(f"{rule.name}={limit}")
        elif rule.flag and {"unique": new.spec.unique, "index": new.spec.index}[rule.flag]:
            added.append(f"{rule.name}=True")
    return added


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


def _fit_nullability(
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
        if form.key_mark:
            key = element.children[0]
            rewrite.texts[id(key)] = new.name + form.key_mark
        else:
            rewrite.texts[id(core[0])] = form.type.format(type=core[1])
            _give_default(element, shape.value, calls, rewrite, scope)
    else:
        rewrite.texts[id(core[2])] = core[1]
        _take_default(element, shape.value, calls, rewrite)


def _core_type(type_: Element, scope: FileScope, rewrite: Rewrite) -> tuple[Element, str, Element]:
    """The node of the type proper, its new text, and the node that wraps it as nullable."""
    lexicon = scope.transplant.lexicon
    found = next(iter(_find_types(type_, lexicon, scope)), None)
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
        if call.default:
            added = rewrite.additions.get(id(arguments), ())
            rewrite.additions[id(arguments)] = (f"{call.default}={call.bare_default}", *added)
            return
    if not calls and value_label not in element.labels and scope.language.nullable.default:
        rewrite.suffix = f" = {scope.language.nullable.default}"


def _take_default(
    element: Element, value_label: str, calls: list[tuple[Element, OptionCall]], rewrite: Rewrite
) -> None:
    for arguments, call in calls:
        for argument in arguments.named_children:
            if call.default and argument.children and argument.children[0].text == call.default:
                rewrite.texts[id(argument)] = None
    value = element.labels.get(value_label)
    if value is not None and not calls:
        _leave_out_value(element, value, rewrite)


def _leave_out_value(element: Element, value: Element, rewrite: Rewrite) -> None:
    rewrite.texts[id(value)] = None
    at = element.children.index(value)
    if at and not element.children[at - 1].named:
        rewrite.texts[id(element.children[at - 1])] = None


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
    value = element.labels.get(value_label)
    if value is None or calls:
        return
    category = scope.language.literals.get(value.kind, "")
    if category in ("", "nothing") or old.required:
        return
    if new.spec.default is not None:
        rewrite.texts[id(value)] = new.spec.default
    elif new.required:
        _leave_out_value(element, value, rewrite)


def _declare_limits(
    element: Element, old: ExemplarField, new: NewField, scope: FileScope, rewrite: Rewrite
) -> None:
    """A member without an option call that now needs a limit gets the call that its neighbours in
    the file use, as long as it is one for limits."""
    shapes = {shape.kind: shape for shape in scope.language.keyed}
    shape = shapes.get(element.kind)
    if shape is None or not shape.type or shape.value in element.labels or old is None:
        return
    for call in scope.transplant.lexicon.calls:
        imported = scope.source.imports.get(call.name)
        separator = scope.language.imports.separator
        if imported is None or imported.module.split(separator)[0] not in call.modules:
            continue
        limits = [rule for rule in call.options if rule.limit]
        required = [text.format(**_PRECISION) for text in call.required.get(new.spec.type, ())]
        added = [*(text for text in required if "=" in text), *option_texts(call, new, set())]
        if limits and added and _class_limits_fields(element, scope):
            rewrite.suffix = f" = {call.name}({', '.join(added)})"
            return


def _class_limits_fields(element: Element, scope: FileScope) -> bool:
    """Whether the class states limits of fields at all: an answer's class does not."""
    for above in element.ancestors():
        if above.kind in scope.language.bodies:
            lexicon = scope.transplant.lexicon
            return any(
                rule.limit
                for _, call in find_option_calls(above, lexicon, scope.source)
                for rule in call.options
            )
    return False


def _drop_empty_call(
    element: Element, calls: list[tuple[Element, OptionCall]], rewrite: Rewrite, scope: FileScope
) -> None:
    """`Field()` says nothing, and `Field(default=None)` no more than `None`."""
    shapes = {shape.kind: shape for shape in scope.language.keyed}
    shape = shapes.get(element.kind)
    value = element.labels.get(shape.value) if shape is not None and shape.value else None
    for arguments, call in calls:
        if value is None or arguments.parent is not value or not rewrite.texts:
            continue
        named = arguments.named_children
        kept = [each for each in named if rewrite.texts.get(id(each), "") is not None]
        if len(kept) == len(named) or rewrite.additions.get(id(arguments)):
            continue
        if not kept:
            _leave_out_value(element, value, rewrite)
        elif (
            len(kept) == 1
            and call.bare_default
            and (kept[0].text.replace(" ", "") == f"{call.default}={call.bare_default}")
        ):
            rewrite.texts[id(value)] = call.bare_default
