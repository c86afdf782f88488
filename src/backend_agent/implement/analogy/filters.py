"""Optional filters by a field that the new resource lacks: nothing can ever ask a copy for one."""

from __future__ import annotations

from backend_agent.implement.analogy.layout import Layout, is_block, read_layout, unwrap
from backend_agent.implement.analogy.scope import FileScope, root_name
from backend_agent.implement.analogy.spoken import exact_mentions
from backend_agent.syntax.element import Element


def find_unasked(element: Element, layout: Layout, scope: FileScope) -> str:
    """The field by which the condition only narrows what is looked for, where the function's own
    parameter of that name may be missing and the new resource has no such field; "" = it is no such
    condition. Without the parameter it never holds, so the copy without both does the same."""
    language = scope.language
    branch = unwrap(element, language)
    shape = next((each for each in language.conditions if each.kind == branch.kind), None)
    if shape is None or not layout.is_block:
        return ""
    condition, done = branch.labels.get(shape.key), branch.labels.get(shape.value)
    names = {name for name, _ in exact_mentions(branch, scope)}
    if condition is None or done is None or len(names) != 1:
        return ""
    parts = [each for each in branch.named_children if each.kind not in language.comments]
    name = next(iter(names))
    fields = scope.transplant.fields
    if fields.field(name) is None or fields.counterpart(name) is not None or len(parts) != 2:
        return ""
    narrowing = _is_given(condition, name, scope) and _narrows(done, name, layout, scope)
    return name if narrowing and _may_be_missing(branch, name, scope) else ""


def _is_given(condition: Element, name: str, scope: FileScope) -> bool:
    """`category`, `category is not None`: what does not hold where the parameter is missing."""
    language = scope.language
    inner = condition.named_children[:1]
    if inner and condition.text == f"({inner[0].text})":
        condition = inner[0]
    if condition.text == name:
        return True
    sides = condition.named_children
    if len(sides) != 2 or sides[0].text != name:
        return False
    operator = "".join(condition.source[sides[0].end : sides[1].start].split())
    nothing = language.literals.get(sides[1].kind) == "nothing"
    return nothing and operator in language.given_operators


def _narrows(done: Element, name: str, layout: Layout, scope: FileScope) -> bool:
    """Whether all that is done changes a variable that the same block bound before."""
    language = scope.language
    statements = (
        [item.element for item in read_layout(done, language).items]
        if is_block(done, language)
        else [done]
    )
    assigned = {shape.kind: shape for shape in language.assignments}
    calls = {shape.kind: shape for shape in language.calls}
    bound = _bound_in(layout, scope)
    for statement in statements:
        inner = unwrap(statement, language)
        shape = assigned.get(inner.kind) or calls.get(inner.kind)
        target = inner.labels.get(shape.key) if shape is not None else None
        root = root_name(target, language) if target is not None else ""
        if target is None or root == name or root not in bound:
            return False
        changed = any(leaf.text == root for leaf in inner.leaves() if leaf.start >= target.end)
        if target.text == root and not changed:
            return False
    return bool(statements)


def _bound_in(layout: Layout, scope: FileScope) -> set[str]:
    shapes = {shape.kind: shape for shape in scope.language.assignments}
    found = set()
    for item in layout.items:
        for each in (unwrap(item.element, scope.language), *item.element.named_children):
            shape = shapes.get(each.kind)
            key = each.labels.get(shape.key) if shape is not None else None
            if key is not None and key.kind in scope.language.identifiers:
                found.add(key.text)
    return found


def _may_be_missing(element: Element, name: str, scope: FileScope) -> bool:
    """Whether the function around has a parameter of the name that is nothing by default."""
    language = scope.language
    shapes = {shape.kind: shape for shape in language.keyed}
    for above in element.ancestors():
        for child in above.children:
            if child.kind not in language.parameters:
                continue
            for each in child.named_children:
                shape = shapes.get(each.kind)
                key = each.labels.get(shape.key) if shape is not None and shape.key else None
                if shape is None or key is None or key.text != name:
                    continue
                value = each.labels.get(shape.value) if shape.value else None
                return value is not None and any(
                    language.literals.get(part.kind) == "nothing" for part in value.walk()
                )
            return False
    return False
