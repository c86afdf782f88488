"""What a route's function asks of others, read from its code: so much that a test can answer for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.implement.analogy.layout import find_declaration, unwrap
from backend_agent.implement.analogy.scope import find_callee, root_name
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.element import Element
from backend_agent.values.contract_form import ContractForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`type` is the text as declared; `is_optional` = it has a default that is written out."""

    name: str
    type: str
    is_optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call of `method` of the imported `name`; what it answers is kept in `bound` ("" = nowhere).
    `error` is what is raised where it answers nothing ("" = it is not looked at)."""

    name: str
    method: str
    bound: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """`asked` in order; `same` are (variable, attribute, expression) that must be equal or it refuses;
    `result` is the variable that is answered, or the text of what is, if that names nothing."""

    name: str
    parameters: tuple[Parameter, ...]
    asked: tuple[Asked, ...]
    attributes: tuple[tuple[str, str], ...]
    same: tuple[tuple[str, str, str], ...]
    result: str


def find_function(source: Source, name: str) -> Element | None:
    """The declaration of that name at the top of the file, with its decorators."""
    for top in source.root.named_children:
        found = find_declaration(top, source.language)
        if found is not None and _key(found, source) == name:
            return top
    return None


def read_handler(source: Source, name: str, home: Codebase, form: ContractForm) -> Handler | None:
    """The function, or None where a test could not answer for all that it asks."""
    top = find_function(source, name)
    function = find_declaration(top, source.language) if top is not None else None
    if top is None or function is None or _is_wrapped(top, source, home, form):
        return None
    holder = next((e for e in function.children if e.kind in source.language.parameters), None)
    body = function.children[-1]
    parameters = tuple(_read_parameters(holder, source)) if holder is not None else ()
    calls = _list_asked(body, source, home, {each.name for each in parameters}, form)
    returned = [each for each in body.walk() if each.kind in form.returns]
    if calls is None or len(returned) != 1:
        return None
    result = _read_result(returned[0], {each.bound for each in calls}, source)
    if result is None:
        return None
    return Handler(
        name=name,
        parameters=parameters,
        asked=calls,
        attributes=tuple(_list_attributes(body, {each.bound for each in calls}, source)),
        same=tuple(_list_same(body, {each.bound for each in calls}, source, form)),
        result=result,
    )


def _key(found: Element, source: Source) -> str:
    shape = next(each for each in source.language.declarations if each.kind == found.kind)
    key = found.labels.get(shape.key)
    return key.text if key is not None else ""


def _is_wrapped(top: Element, source: Source, home: Codebase, form: ContractForm) -> bool:
    """Whether a decorator of the repository's own stands between a caller and the function."""
    return any(
        _is_own(root_name(each.named_children[0], source.language), source, home)
        for each in top.children
        if each.kind in form.decorators
    )


def _is_own(name: str, source: Source, home: Codebase) -> bool:
    imported = source.imports.get(name)
    return imported is not None and home.resolve_module(source.path, imported.module) is not None


def _read_parameters(holder: Element, source: Source) -> Iterator[Parameter]:
    shapes = {shape.kind: shape for shape in source.language.keyed}
    for each in holder.named_children:
        shape = shapes.get(each.kind)
        kind = each.labels.get(shape.type) if shape is not None and shape.type else None
        name = next((leaf.text for leaf in each.leaves()), "")
        default = each.labels.get(shape.value) if shape is not None and shape.value else None
        # What is not written out may be a demand to the framework, which only it fulfils.
        plain = default is not None and default.kind in source.language.literals
        yield Parameter(name=name, type=kind.text if kind else "", is_optional=plain)


def _list_asked(
    body: Element, source: Source, home: Codebase, given: set[str], form: ContractForm
) -> tuple[Asked, ...] | None:
    """None where something is called that no double can stand for."""
    language = source.language
    errors = _read_errors(body, source, form)
    found = []
    for call in body.find_kinds({shape.kind for shape in language.calls}):
        callee = call.children[0]
        root = root_name(callee, language)
        if not _is_own(root, source, home):
            if root in given and form.waits in [each.text for each in _above(call)]:
                return None
            continue
        if callee.kind not in {shape.kind for shape in language.members}:
            if root[:1].isupper():
                continue
            return None
        bound = _binding(call, source)
        found.append(
            Asked(
                name=root, method=callee.named_children[-1].text, bound=bound,
                error=errors.get(bound, ""),
            )
        )  # fmt: skip
    return tuple(found)


def _above(call: Element) -> tuple[Element, ...]:
    """The first part of what stands right around the call: the word that waits for it."""
    return call.parent.children[:1] if call.parent is not None else ()


def _binding(call: Element, source: Source) -> str:
    shapes = {shape.kind: shape for shape in source.language.assignments}
    for above in call.ancestors():
        shape = shapes.get(above.kind)
        if shape is not None:
            value, key = above.labels.get(shape.value), above.labels.get(shape.key)
            whole = value is not None and unwrap(value, source.language) is call
            return key.text if whole and key is not None else ""
        if above.kind not in source.language.wrappers:
            return ""
    return ""


def _read_errors(body: Element, source: Source, form: ContractForm) -> dict[str, str]:
    """By variable, what is raised where it holds nothing: `if item is None: raise Missing()`."""
    language = source.language
    found: dict[str, str] = {}
    for branch in body.find_kinds(set(language.branches)):
        raised = [each for each in branch.walk() if each.kind in form.raises]
        if len(raised) != 1 or len(branch.named_children) != 2:
            continue
        condition = branch.named_children[0]
        leaves = [leaf.text for leaf in condition.leaves()]
        nothing = any(language.literals.get(each.kind) == "nothing" for each in condition.walk())
        if (nothing and leaves[1:2] == ["is"] and len(leaves) == 3) or leaves[:1] == ["not"]:
            names = [leaf.text for leaf in condition.leaves() if leaf.kind in language.identifiers]
            error = next(leaf.text for leaf in raised[0].named_children[0].leaves())
            if len(names) == 1:
                found.setdefault(names[0], error)
    return found


def _list_attributes(body: Element, bound: set[str], source: Source) -> Iterator[tuple[str, str]]:
    shapes = {shape.kind: shape for shape in source.language.members}
    for each in body.find_kinds(set(shapes)):
        owner = each.labels.get(shapes[each.kind].value)
        key = each.labels.get(shapes[each.kind].key)
        if owner is not None and key is not None and owner.text in bound - {""}:
            yield owner.text, key.text


def _list_same(
    body: Element, bound: set[str], source: Source, form: ContractForm
) -> Iterator[tuple[str, str, str]]:
    """`if current["id"] != item.owner: raise …`: the two must be equal for the function to go on."""
    language = source.language
    shapes = {shape.kind: shape for shape in language.members}
    for each in body.find_kinds(set(language.comparisons)):
        sides = each.named_children
        refuses = each.parent is not None and any(e.kind in form.raises for e in each.parent.walk())
        if not refuses or len(sides) != 2 or each.children[1].text != "!=":
            continue
        for side, other in (sides, sides[::-1]):
            owner = side.labels.get(shapes[side.kind].value) if side.kind in shapes else None
            if owner is not None and owner.text in bound - {""}:
                yield owner.text, side.named_children[-1].text, other.text


def _read_result(returned: Element, bound: set[str], source: Source) -> str | None:
    """The variable that is answered, be it through a call that only says its type, or a plain text."""
    if not returned.named_children:
        return None
    value = returned.named_children[0]
    names = [leaf.text for leaf in value.leaves() if leaf.kind in source.language.identifiers]
    known = [name for name in names if name in bound]
    if not names:
        return value.text
    if len(known) != 1 or find_callee(value, source.language) is not None:
        return None
    return known[0] if names[-1] == known[0] else None
