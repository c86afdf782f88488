"""What a resource's own code gains with a new field: in every list that speaks of its fields, one more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.layout import Layout, is_body, is_layout, read_layout
from backend_agent.implement.analogy.render import Renderer, fresh_renderer
from backend_agent.implement.analogy.scope import FileScope, Transplant, find_callee, is_own_callee
from backend_agent.implement.analogy.slots import Slot, expand_group, find_groups
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.spoken import exact_mentions
from backend_agent.syntax.edits import Edit
from backend_agent.syntax.element import Element
from backend_agent.values.changes import Refusal
from backend_agent.values.evidence import Evidence
from backend_agent.values.language import ImportNeed

Travelled = tuple[str, str, str, Evidence]


@dataclass(slots=True)
class Extension:
    """The edits of one file, what they import, what travelled, what could not be written."""

    source: Source
    edits: list[Edit] = field(default_factory=list)
    imports: list[ImportNeed] = field(default_factory=list)
    travelled: list[Travelled] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def extend_source(renderer: Renderer) -> Extension:
    """Every group of the file that covers the resource's fields gains the new ones; pure."""
    scope = renderer.scope
    extension = Extension(scope.source)
    for element in scope.source.root.walk():
        if not is_layout(element, scope.language):
            continue
        layout = read_layout(element, scope.language)
        for group in find_groups(layout, scope) if layout.items else ():
            if is_own_group(group, layout, scope):
                _extend_group(group, layout, renderer, extension)
    return extension


def list_spans(source: Source, transplant: Transplant) -> tuple[tuple[int, int], ...]:
    """The parts of the file that are the resource's own: all of it, or its slices."""
    territory = transplant.territory
    if any(each.path == source.path for each in territory.files):
        return ((0, len(source.text)),)
    return tuple(each.span for each in territory.slices if each.source is source)


def is_own_group(group: list[Slot], layout: Layout, scope: FileScope) -> bool:
    """In the resource's own parts always; elsewhere only where one is plainly made: `Item(title=…)`,
    or sent to a path of its own."""
    start = layout.items[group[0].at].start
    if any(first <= start < last for first, last in list_spans(scope.source, scope.transplant)):
        return True
    if group[0].kind == "keyword":
        callee = find_callee(layout.container, scope.language)
        return callee is not None and is_own_callee(callee, scope)
    return group[0].kind == "pair" and len(group) > 1 and _is_sent_to_own(layout.container, scope)


def list_sources(transplant: Transplant) -> tuple[Source, ...]:
    """The files of the resource, those that use it, and tests that name something of its own."""
    territory = transplant.territory
    own = {each.path: each for each in territory.files}
    own |= {each.source.path: each.source for each in territory.slices}
    own |= {each.source.path: each.source for each in territory.left}
    for path in transplant.codebase.paths:
        source = transplant.codebase.source(path)
        if source.is_test and any(name in source.text for name in territory.declared):
            own.setdefault(path, source)
    return tuple(own[path] for path in sorted(own))


def _is_sent_to_own(container: Element, scope: FileScope) -> bool:
    calls = {shape.kind for shape in scope.language.calls}
    call = next((above for above in container.ancestors() if above.kind in calls), None)
    return call is not None and any(
        "/" in leaf.text and scope.transplant.is_mention(leaf.text)
        for leaf in call.leaves()
        if leaf.kind in scope.language.strings
    )


def _extend_group(group: list[Slot], layout: Layout, like: Renderer, extension: Extension) -> None:
    for slot, new in expand_group(group, layout, like.scope) or ():
        renderer = fresh_renderer(like)
        text = renderer.render_slot(slot, new, layout)
        if renderer.problems:
            item = layout.items[slot.at]
            extension.refusals.append(
                Refusal(
                    subject=f"`{new.name}` beside `{slot.field}`",
                    reason=renderer.problems[0].reason,
                    path=extension.source.path,
                    line=item.element.line,
                    snippet=item.element.text,
                )
            )
            continue
        if not text.strip():
            # Nothing is left to say of the field here: its type has none of the old one's rules.
            continue
        made_of = layout.items[slot.at]
        closing = _closing(layout.source[made_of.end : made_of.tail], like.scope)
        anchor = _anchor(group, new, like.scope)
        extension.edits.append(_insertion(text, closing, anchor, group, layout))
        extension.imports += renderer.imports
        extension.travelled += renderer.travelled


def _anchor(group: list[Slot], new: NewField, scope: FileScope) -> Slot:
    """The last slot of a field that is required as the new one is, so that what has a default stays
    behind what has none; the last of all where there is no such."""
    fields = scope.transplant.fields
    alike = [
        slot
        for slot in group
        if (old := fields.field(slot.field)) is not None and old.required == new.required
    ]
    return (alike or group)[-1]


def _insertion(text: str, closing: str, anchor: Slot, group: list[Slot], layout: Layout) -> Edit:
    item, source = layout.items[anchor.at], layout.source
    gap = _gap(group, layout)
    remark = re.compile(r",[ \t]*(#|//)[^\r\n]*").match(source, item.tail)
    if remark is not None and "\n" in gap:
        text = gap.replace(",", "", 1) + text + ","
        return Edit(start=remark.end(), end=remark.end(), text=text)
    return Edit(start=item.tail, end=item.tail, text=gap + text + closing)


def _closing(tail: str, scope: FileScope) -> str:
    """What closes an item on its line: without a comment that speaks of that item, but with one that
    tells a tool what holds for its like."""
    remark = re.search(r"(#|//|/\*).*$", tail, flags=re.DOTALL)
    if remark is None or any(re.search(each, remark[0]) for each in scope.language.directives):
        return tail
    return tail[: remark.start()].rstrip()


def _gap(group: list[Slot], layout: Layout) -> str:
    """As between two slots that stand side by side; without a comment or an empty line between."""
    places = [slot.at for slot in group]
    for at in places:
        if at + 1 in places:
            gap = layout.gap_after(at)
            if not re.sub(r"[\s,]", "", gap) and gap.count("\n") <= 1:
                return gap
    return layout.default_gap()


def find_lone_conditions(scope: FileScope) -> tuple[tuple[Element, str], ...]:
    """Conditions in the resource's own code that speak of one field alone and gained none: what they
    mean for a new field is not known. With the field's name."""
    if scope.source.is_test:
        return ()
    spans = list_spans(scope.source, scope.transplant)
    grown: set[int] = set()
    found: list[tuple[Element, str]] = []
    for element in scope.source.root.walk():
        if is_layout(element, scope.language):
            layout = read_layout(element, scope.language)
            for group in find_groups(layout, scope) if layout.items else ():
                if group[0].kind == "branch" and expand_group(group, layout, scope):
                    grown |= {id(layout.items[slot.at].element) for slot in group}
        own = any(first <= element.start < last for first, last in spans)
        if element.kind not in scope.language.branches or id(element) in grown or not own:
            continue
        header = [child for child in element.children if not _is_block(child, scope)]
        names = {name for child in header for name, _ in exact_mentions(child, scope)}
        if len(names) == 1:
            found.append((element, names.pop()))
    return tuple(found)


def _is_block(element: Element, scope: FileScope) -> bool:
    return element.kind in scope.language.blocks or is_body(element, scope.language)
