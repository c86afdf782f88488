"""A field's name outside every slot: whether the field is meant, and what stands there instead."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.implement.analogy.fields import NewField, is_numeric
from backend_agent.implement.analogy.layout import (
    Layout,
    declared_names,
    is_block,
    read_layout,
)
from backend_agent.implement.analogy.lexicon import same_family
from backend_agent.implement.analogy.scope import FileScope, find_callee, root_name
from backend_agent.implement.analogy.slots import plan_emissions
from backend_agent.implement.analogy.spoken import exact_mentions, holds_assertion
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import Swap, carries_words, rename_identifier
from backend_agent.syntax.nouns import split_words
from backend_agent.values.language import LanguageFormat

_BINDING = ("binder", "parameter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The text for the leaf, and why it cannot be right ("" = it is)."""

    text: str
    problem: str = ""


def read_use(leaf: Element, scope: FileScope) -> Use:
    """A single use follows its counterpart; one that has none, or of another type, is a problem. A text
    that only names a field may name a number of another kind."""
    fields = scope.transplant.fields
    before, name, after = _split_query(leaf, scope)
    if before or after:
        return _read_query(before, name, after, leaf, scope)
    old = fields.field(leaf.text)
    if old is None or not exact_mentions(leaf, scope):
        return Use(text=_rename_part(leaf, scope))
    if not _is_meant(leaf, scope):
        return Use(text=leaf.text)
    new = fields.counterpart(old.name)
    if new is None:
        return Use(text=leaf.text, problem=tell_missing(old.name))
    told = leaf.kind in scope.language.strings and is_numeric(old.type, new.spec.type)
    if not same_family(old.type, new.spec.type) and not told:
        problem = f"`{old.name}` is used by itself, and `{new.name}` is of another type"
        return Use(text=new.name, problem=problem)
    return Use(text=new.name)


def tell_missing(name: str) -> str:
    return f"`{name}` has no counterpart among the new fields"


def _split_query(leaf: Element, scope: FileScope) -> tuple[str, str, str]:
    """A text that asks for a field in the words of a query: `-title`, `title__icontains`."""
    if leaf.kind not in scope.language.strings:
        return "", leaf.text, ""
    before = "-" if leaf.text.startswith("-") else ""
    name, mark, rest = leaf.text.removeprefix(before).partition("__")
    known = scope.transplant.fields.field(name) is not None and " " not in leaf.text
    return (before, name, mark + rest) if known else ("", leaf.text, "")


def _read_query(before: str, name: str, after: str, leaf: Element, scope: FileScope) -> Use:
    old, new = scope.transplant.fields.field(name), scope.transplant.fields.counterpart(name)
    if old is None or not _asks_entity(leaf, scope):
        return Use(text=leaf.text)
    if new is None or (after and not same_family(old.type, new.spec.type)):
        return Use(text=leaf.text, problem=f"`{leaf.text}` asks for a field without counterpart")
    return Use(text=f"{before}{new.name}{after}")


def _asks_entity(leaf: Element, scope: FileScope) -> bool:
    """The text stands in a class of the exemplar, or in a call on it."""
    if _is_in_own_class(leaf, scope):
        return True
    for above in list(leaf.ancestors())[:3]:
        callee = (
            find_callee(above, scope.language) if above.kind in scope.language.arguments else None
        )
        if callee is not None:
            root = root_name(callee, scope.language)
            declared = scope.transplant.territory.declared
            return root in declared or scope.transplant.is_mention(root)
    return False


def _rename_part(leaf: Element, scope: FileScope) -> str:
    """A name made of a field's and more (`by_title`) follows where it is telling enough."""
    if leaf.kind not in scope.language.identifiers:
        return leaf.text
    transplant = scope.transplant
    told = transplant.is_mention(leaf.text)
    noun = "_".join(transplant.exemplar.noun.singular)
    swaps = tuple(
        Swap(old=split_words(old), new=new.words)
        for old, new in transplant.fields.aligned
        if carries_words(leaf.text, split_words(old))
        and (told or _is_telling(old, new, scope))
        and not carries_words(noun, split_words(old))
    )
    return rename_identifier(leaf.text, swaps) if swaps else leaf.text


def _is_telling(old: str, new: NewField, scope: FileScope) -> bool:
    """Whether the field's name by itself is enough to know that the field is meant."""
    known = scope.transplant.fields.field(old)
    return (
        old not in scope.language.weak_fields
        and known is not None
        and same_family(known.type, new.spec.type)
    )


def _is_meant(leaf: Element, scope: FileScope) -> bool:
    """A telling name always; a common word only on the entity, as a key, or bound by a slot."""
    language = scope.language
    members = {shape.kind: shape for shape in language.members}
    parent = leaf.parent
    weak = leaf.text in language.weak_fields
    if parent is not None and parent.kind in members:
        if parent.labels.get(members[parent.kind].key) is not leaf:
            return not weak
        return _is_of_entity(parent, scope, weak=weak)
    if leaf.kind in language.strings:
        above = [each.kind for each in list(leaf.ancestors())[:2]]
        subscripted = any(kind in language.subscripts for kind in above)
        asked = _is_asserted(leaf, scope) or _asks_entity(leaf, scope)
        return not weak or subscripted or asked
    return not weak or _follows_binding(leaf, scope)


def _is_asserted(leaf: Element, scope: FileScope) -> bool:
    """Whether a test of the exemplar expects the text: `expect(issue.path[0]).toBe("title")`."""
    own = {each.path for each in scope.transplant.territory.files}
    if not scope.source.is_test or scope.source.path not in own:
        return False
    return any(holds_assertion(above, scope.language) for above in list(leaf.ancestors())[:3])


def _is_of_entity(member: Element, scope: FileScope, *, weak: bool) -> bool:
    transplant = scope.transplant
    root = root_name(member, scope.language)
    other = any(
        carries_words(root, noun.singular, noun.plural) for noun in transplant.exemplar.others
    )
    if other or root in scope.foreign:
        return False
    carrier = any(carries_words(root, (word,)) for word in scope.language.carrier_words)
    carrier = carrier or (root in scope.language.self_words and _is_in_own_class(member, scope))
    return not weak or carrier or transplant.is_mention(member.text)


def _is_in_own_class(element: Element, scope: FileScope) -> bool:
    """Inside a class of the exemplar the object itself is one."""
    for above in element.ancestors():
        if above.kind in scope.language.bodies:
            names = declared_names(above, scope.language)
            return bool(names) and scope.transplant.is_mention(names[0])
    return False


def _follows_binding(leaf: Element, scope: FileScope) -> bool:
    return any(_find_bindings(above, leaf.text, scope) is not None for above in leaf.ancestors())


def is_bound(old: str, new: str, layout: Layout, scope: FileScope) -> bool:
    """Whether the function around binds a variable for the new field where the old one has one."""
    for above in (layout.container, *layout.container.ancestors()):
        bound = _find_bindings(above, old, scope)
        if bound is not None:
            return new in bound
    return False


def _binding_layouts(element: Element, scope: FileScope) -> list[Layout]:
    """The block or the parameters that the element is or has, where names are bound."""
    kinds = scope.language.parameters
    candidates = [element] if is_block(element, scope.language) or element.kind in kinds else []
    candidates += [child for child in element.children if child.kind in kinds]
    candidates += [each for block in candidates for each in _list_patterns(block, scope.language)]
    layouts = [read_layout(each, scope.language) for each in candidates]
    return [layout for layout in layouts if layout.items]


def _list_patterns(element: Element, language: LanguageFormat, depth: int = 3) -> list[Element]:
    """Those by which the statements of a block, or the parameters, bind names."""
    found = []
    for child in element.named_children:
        if child.kind in language.patterns:
            found.append(child)
        elif depth and not is_block(child, language) and child.kind not in language.arguments:
            found += _list_patterns(child, language, depth - 1)
    return found


def _find_bindings(element: Element, old: str, scope: FileScope) -> frozenset[str] | None:
    """The new fields that are bound there, where the old one is bound at all."""
    key = (id(element), old)
    if key not in scope.bindings:
        found = (_read_bindings(each, old, scope) for each in _binding_layouts(element, scope))
        scope.bindings[key] = next((each for each in found if each is not None), None)
    return scope.bindings[key]


def _read_bindings(layout: Layout, old: str, scope: FileScope) -> frozenset[str] | None:
    emissions = plan_emissions(layout, scope).values()
    pattern = layout.container.kind in scope.language.patterns
    slots = [
        (slot, new)
        for each in emissions
        for slot, new in each.instances
        if pattern or slot.kind in _BINDING
    ]
    if not any(slot.field == old for slot, _ in slots):
        return None
    return frozenset(new.name for _, new in slots)
