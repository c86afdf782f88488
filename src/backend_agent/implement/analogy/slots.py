"""Field slots: siblings in a list or a block that each speak of one field, and what they become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.implement.analogy.chains import find_chain
from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.layout import Item, Layout, is_body, unwrap
from backend_agent.implement.analogy.objects import find_held_object
from backend_agent.implement.analogy.positions import field_at, function_name, is_making
from backend_agent.implement.analogy.scope import (
    FileScope,
    find_callee,
    is_own_callee,
    last_name,
)
from backend_agent.implement.analogy.spoken import (
    exact_leaf,
    exact_mentions,
    is_assertion,
    is_only_said,
    keyed_shapes,
)
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words
from backend_agent.syntax.nouns import split_words

SlotKind = Literal[
    "member", "binder", "setter", "assertion", "pair", "keyword", "argument", "parameter",
    "element", "row", "limit", "branch",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Item `at` of a layout speaks of the old field `field` alone; `key` is the leaf that names it,
    `value` what stands for it."""

    at: int
    field: str
    kind: SlotKind
    key: Element
    value: Element | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """What stands in the place of one slot: the new fields, each made from the slot given."""

    instances: tuple[tuple[Slot, NewField], ...]


def plan_emissions(layout: Layout, scope: FileScope) -> dict[int, Emission]:
    """For each slot of the layout what it becomes; {} where nothing in it is a slot."""
    emissions: dict[int, Emission] = {}
    for group in find_groups(layout, scope):
        emissions.update(_emit_group(group, layout, scope))
    return emissions


def find_groups(layout: Layout, scope: FileScope) -> list[list[Slot]]:
    """The slots of the layout that speak of the exemplar's fields, in groups that are judged whole."""
    slots = [
        slot
        for at, item in enumerate(layout.items)
        if (slot := _read_slot(at, item, layout, scope)) is not None
    ]
    groups = _group_slots(slots, layout, scope)
    return [group for group in groups if _has_evidence(group, layout, scope)]


def _read_slot(at: int, item: Item, layout: Layout, scope: FileScope) -> Slot | None:
    if layout.container.kind in scope.language.arguments:
        given = _read_argument(at, item, layout, scope)
        if given is not None:
            return given
    mentions = exact_mentions(item.element, scope)
    if not mentions:
        limit = _read_limit(at, item, scope)
        return limit if limit is not None else None
    if len({name for name, _ in mentions}) != 1:
        return None
    name = mentions[0][0]
    element = unwrap(item.element, scope.language)
    kind = layout.container.kind
    language = scope.language
    if layout.is_block:
        if is_body(layout.container, language):
            return _readkeyed_shapes(at, name, element, "member", scope)
        return _read_statement(at, name, element, scope)
    if kind in language.mappings:
        return _readkeyed_shapes(at, name, element, "pair", scope) or _read_shorthand(
            at, name, element, scope
        )
    if kind in language.arguments:
        return _readkeyed_shapes(at, name, element, "keyword", scope)
    if kind in language.parameters:
        if element.kind in language.identifiers and element.text == name:
            return Slot(at=at, field=name, kind="parameter", key=element)
        return _readkeyed_shapes(at, name, element, "parameter", scope)
    return _read_row(at, name, element, scope) or _read_element(at, name, element, scope)


def _read_argument(at: int, item: Item, layout: Layout, scope: FileScope) -> Slot | None:
    """A value that is given by position where a function of the exemplar takes a field."""
    name = field_at(at, layout.container, scope)
    if not name:
        return None
    key = next((leaf for found, leaf in exact_mentions(item.element, scope) if found == name), None)
    return Slot(at=at, field=name, kind="argument", key=key or item.element, value=item.element)


def _readkeyed_shapes(
    at: int, name: str, element: Element, kind: SlotKind, scope: FileScope
) -> Slot | None:
    shape = keyed_shapes(scope).get(element.kind)
    if shape is None:
        return None
    key = element.labels.get(shape.key) if shape.key else element.children[0]
    leaf = exact_leaf(key, name, scope)
    if leaf is None:
        return None
    value = element.labels.get(shape.value) if shape.value else None
    return Slot(at=at, field=name, kind=kind, key=leaf, value=value)


def _read_statement(at: int, name: str, element: Element, scope: FileScope) -> Slot | None:
    language = scope.language
    shapes = {shape.kind: shape for shape in language.assignments}
    declarator = element
    if declarator.kind in shapes:
        shape = shapes[declarator.kind]
        left, right = declarator.labels.get(shape.key), declarator.labels.get(shape.value)
        if left is None or right is None or left.kind in language.patterns:
            return None
        leaf = exact_leaf(left, name, scope)
        if leaf is not None:
            return Slot(at=at, field=name, kind="binder", key=leaf, value=right)
        last = [each for each in left.leaves() if each.text == name]
        if last and left.kind in (*language.subscripts, *(each.kind for each in language.members)):
            return Slot(at=at, field=name, kind="setter", key=last[-1], value=right)
        return None
    if element.kind in language.branches and scope.transplant.fields.extends:
        return _read_branch(at, name, element, scope)
    if is_assertion(element, scope):
        leaf = next(leaf for found, leaf in exact_mentions(element, scope) if found == name)
        if is_only_said(element, name, scope):
            return None
        return Slot(at=at, field=name, kind="assertion", key=leaf)
    return None


def _read_branch(at: int, name: str, element: Element, scope: FileScope) -> Slot | None:
    """A condition about one field that holds no value of it, so that one about another field reads
    the same: `if data.title is not None: item.title = data.title`."""
    literals = scope.language.literals
    values = [
        each.text for each in element.walk() if literals.get(each.kind, "nothing") != "nothing"
    ]
    if any(text.strip("'\"") != name for text in values):
        return None
    leaf = next(leaf for found, leaf in exact_mentions(element, scope) if found == name)
    return Slot(at=at, field=name, kind="branch", key=leaf)


def _read_shorthand(at: int, name: str, element: Element, scope: FileScope) -> Slot | None:
    """`{ title }`: key and variable in one."""
    if element.kind in scope.language.shorthand:
        return Slot(at=at, field=name, kind="pair", key=element)
    return None


def _read_element(at: int, name: str, element: Element, scope: FileScope) -> Slot | None:
    """An element that is the field alone: `"title"`, `title`, `Item.title`."""
    leaf = exact_leaf(element, name, scope)
    if leaf is not None:
        return Slot(at=at, field=name, kind="element", key=leaf)
    shapes = {shape.kind: shape for shape in scope.language.members}
    if element.kind in shapes:
        last = element.labels.get(shapes[element.kind].key)
        if last is not None and last.text == name:
            return Slot(at=at, field=name, kind="element", key=last)
    return None


def _read_row(at: int, name: str, element: Element, scope: FileScope) -> Slot | None:
    """A row of a table in code: a tuple or list whose first part is the field's name."""
    if element.kind not in scope.language.collections or len(element.named_children) < 2:
        return None
    leaf = exact_leaf(element.named_children[0], name, scope)
    if leaf is None:
        return None
    return Slot(at=at, field=name, kind="row", key=leaf, value=element.named_children[1])


def _read_limit(at: int, item: Item, scope: FileScope) -> Slot | None:
    """A call that states a limit of a field in text, as a library's data describes it."""
    calls = {shape.kind: shape for shape in scope.language.calls}
    element = unwrap(item.element, scope.language)
    shape = calls.get(element.kind)
    callee = element.labels.get(shape.key) if shape is not None else None
    if callee is None:
        return None
    name = last_name(callee, scope.language)
    if not any(limit.name == name for limit in scope.transplant.lexicon.limits):
        return None
    for leaf in element.leaves():
        if leaf.kind in scope.language.strings:
            held = [
                each.name
                for each in scope.transplant.fields.old
                if carries_words(leaf.text.split(" ")[0], split_words(each.name))
            ]
            if len(held) == 1:
                return Slot(at=at, field=held[0], kind="limit", key=leaf)
    return None


def _group_slots(slots: list[Slot], layout: Layout, scope: FileScope) -> list[list[Slot]]:
    """A list or a class is one group; in a block of statements each run of like ones is its own."""
    limits = [[slot] for slot in slots if slot.kind == "limit"]
    others = [slot for slot in slots if slot.kind != "limit"]
    if not layout.is_block or is_body(layout.container, scope.language):
        return [*([others] if others else []), *limits]
    groups: list[list[Slot]] = []
    for slot in others:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and last.at + 1 == slot.at
            and last.kind == slot.kind
            and (slot.field not in {each.field for each in groups[-1]})
        ):
            groups[-1].append(slot)
        else:
            groups.append([slot])
    return [*groups, *limits]


def _has_evidence(group: list[Slot], layout: Layout, scope: FileScope) -> bool:
    """A field's name is often also a library's keyword: it counts only where the entity is meant."""
    kind = group[0].kind
    names = {slot.field for slot in group}
    fields = scope.transplant.fields
    if kind in ("member", "binder", "setter", "assertion", "argument", "limit"):
        return True
    if kind == "branch":
        return len(names) > 1
    if kind == "keyword":
        callee = find_callee(layout.container, scope.language)
        return (
            (callee is not None and is_own_callee(callee, scope))
            or all(_value_speaks(slot) for slot in group)
            or (len(names) > 1 and fields.cover(names) is not None)
        )
    if kind == "pair":
        known = {each.name for each in fields.old} | set(scope.language.infrastructure)
        keys = {_key_text(item, scope) for item in layout.items} - {""}
        return len(names) > 1 or keys <= known or all(_is_declared(slot, scope) for slot in group)
    if kind == "parameter":
        return True
    weak = names <= set(scope.language.weak_fields)
    return not weak or len(names) > 1 or kind == "row" or len(fields.old) == 1


def _is_declared(slot: Slot, scope: FileScope) -> bool:
    """Whether the value is a library's declaration of a field, as a chain of calls or an object."""
    lexicon, value = scope.transplant.lexicon, slot.value
    return value is not None and (
        find_chain(value, scope.source, lexicon.chains) is not None
        or find_held_object(value, scope.source, lexicon.objects) is not None
    )


def _value_speaks(slot: Slot) -> bool:
    return slot.value is not None and any(leaf.text == slot.field for leaf in slot.value.leaves())


def _key_text(item: Item, scope: FileScope) -> str:
    shape = keyed_shapes(scope).get(item.element.kind)
    if shape is None:
        return "" if item.element.kind in scope.language.splats else item.element.text
    key = item.element.labels.get(shape.key)
    return key.text.strip("'\"") if key is not None else ""


def expand_group(
    group: list[Slot], layout: Layout, scope: FileScope
) -> tuple[tuple[Slot, NewField], ...] | None:
    """The new fields that a whole set of slots stands for, each with the slot it is made from; None
    where the group is no such set."""
    fields = scope.transplant.fields
    if group[0].kind == "limit":
        return _limit_instances(group[0], scope)
    names = tuple(dict.fromkeys(slot.field for slot in group))
    covered = fields.new if _is_refining(group, scope) else fields.cover(names)
    if covered is None or (
        group[0].kind in ("parameter", "keyword") and not _expands_here(group, layout, scope)
    ):
        return None
    by_field = {slot.field: slot for slot in reversed(group)}
    return tuple((by_field[fields.source_of(new, names)], new) for new in covered)


def _is_refining(group: list[Slot], scope: FileScope) -> bool:
    """Whether the slots add rules to fields that are declared elsewhere: any field may have some."""
    forms = scope.transplant.lexicon.chains
    chains = [
        find_chain(slot.value, scope.source, forms)
        for slot in group
        if slot.kind == "pair" and slot.value is not None
    ]
    return len(chains) == len(group) and all(chain and chain.refining for chain in chains)


def _emit_group(group: list[Slot], layout: Layout, scope: FileScope) -> dict[int, Emission]:
    instances = expand_group(group, layout, scope)
    if instances is None:
        return {slot.at: Emission(instances=_counterpart(slot, scope)) for slot in group}
    if group[0].kind == "limit":
        return {group[0].at: Emission(instances=instances)}
    positions = [slot.at for slot in group]
    if positions == list(range(positions[0], positions[0] + len(positions))):
        empty = {slot.at: Emission(instances=()) for slot in group[1:]}
        return {positions[0]: Emission(instances=instances), **empty}
    return {
        slot.at: Emission(instances=tuple(each for each in instances if each[0] is slot))
        for slot in group
    }


def find_single(emission: Emission, layout: Layout, scope: FileScope) -> Emission | None:
    """An exemplar with one field alone does not tell a list of all fields from a single use: what
    cannot be written for all is one, unless it makes the resource. None = it is no such place."""
    fields = scope.transplant.fields
    slots = {id(slot): slot for slot, _ in emission.instances}
    if len(fields.old) != 1 or len(slots) != 1 or len(emission.instances) < 2:
        return None
    slot = next(iter(slots.values()))
    callee = find_callee(layout.container, scope.language)
    makes = callee is not None and last_name(callee, scope.language)[:1].isupper() and (
        is_own_callee(callee, scope)
    )  # fmt: skip
    if slot.kind not in ("keyword", "pair") or makes:
        return None
    return Emission(instances=_counterpart(slot, scope))


def _counterpart(slot: Slot, scope: FileScope) -> tuple[tuple[Slot, NewField], ...]:
    new = scope.transplant.fields.counterpart(slot.field)
    return ((slot, new),) if new is not None else ()


def _limit_instances(slot: Slot, scope: FileScope) -> tuple[tuple[Slot, NewField], ...]:
    """Every new field that has the limit gets one, all at the first such slot's place."""
    limited = [each for each in scope.transplant.fields.new if each.spec.min is not None]
    old = scope.transplant.fields.field(slot.field)
    numeric = [each for each in limited if each.spec.type not in ("string", "text")]
    return tuple((slot, each) for each in numeric) if old is not None else ()


def _expands_here(group: list[Slot], layout: Layout, scope: FileScope) -> bool:
    """Parameters become all new fields only in a function that makes or changes the resource; a
    call follows the function that it calls."""
    language = scope.language
    if group[0].kind == "parameter":
        return is_making(function_name(layout.container, language), language)
    callee = find_callee(layout.container, language)
    name = last_name(callee, language) if callee is not None else ""
    types = name[:1].isupper() or name not in scope.transplant.territory.callables
    return types or is_making(name, language)
