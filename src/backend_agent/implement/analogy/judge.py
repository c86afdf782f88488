"""Decides what of a draft may be used: collisions, what is there already, what depends on what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from backend_agent.implement.analogy.draft import Draft, Part
from backend_agent.implement.analogy.given import leave_ungiven
from backend_agent.implement.analogy.layout import (
    declaration_role,
    declared_names,
    find_declaration,
    read_layout,
)
from backend_agent.implement.analogy.lost import Lost
from backend_agent.implement.analogy.mentions import tell_missing
from backend_agent.implement.analogy.paths import target_path
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.ties import find_reach
from backend_agent.syntax.edits import compact_text
from backend_agent.syntax.names import rename_identifier, rename_text, style_words
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import Refusal, RouteKey

_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(slots=True)
class Judgement:
    """`present` are slices and files that are there already; `existing` maps a copied file's new
    path to what stands in its way; `routes` are the new routes with the part that serves them."""

    present: list[str] = field(default_factory=list)
    blocked: dict[str, Refusal] = field(default_factory=dict)
    already: set[str] = field(default_factory=set)
    routes: list[tuple[RouteKey, Part]] = field(default_factory=list)


def new_route(route: Route, transplant: Transplant) -> RouteKey:
    path = rename_text(route.path, transplant.swaps, transplant.styles)
    return RouteKey(method=route.method, path=path)


def new_table(transplant: Transplant) -> str:
    """The table of the new resource: as the copied text will name it, else as the library names
    it after its class; "" where the exemplar has none."""
    entity = transplant.exemplar.entity
    if not entity.table:
        return ""
    if entity.evidence.path not in transplant.codebase.known_paths:
        same = entity.table == entity.name
        labelled = replace(transplant.styles, label="snake")
        return (
            rename_identifier(entity.table, transplant.swaps)
            if same
            else rename_text(entity.table, transplant.swaps, labelled)
        )
    source = transplant.codebase.source(entity.evidence.path)
    written = any(
        leaf.kind in source.language.strings and leaf.text == entity.table
        for leaf in source.root.leaves()
    )
    styles = [each.implicit_table for each in transplant.lexicon.vocabularies]
    implicit = next((style for style in styles if style is not None), None)
    if not written and implicit is not None:
        return style_words(transplant.noun.singular, implicit)
    written_so = replace(transplant.styles, label="snake")
    return rename_text(entity.table, transplant.swaps, written_so)


def judge_draft(draft: Draft, application: Application) -> Judgement:
    """Sets refusals on the parts and tells what is present, blocked and left out."""
    judgement = Judgement()
    _leave_fixed_routes(draft, application, judgement)
    for path, parts in draft.files.items():
        _judge_file(path, parts, draft, judgement)
    for part in draft.slices:
        _judge_slice(part, draft, judgement)
    _leave_unasked(draft)
    _refuse_tied(draft)
    _spread_refusals(draft, judgement)
    _leave_unused(draft)
    leave_ungiven(draft)
    return judgement


def _judge_file(path: str, parts: list[Part], draft: Draft, judgement: Judgement) -> None:
    transplant = draft.transplant
    target = target_path(path, transplant)
    if not transplant.codebase.tree.exists(target):
        return
    existing = Source(target, transplant.codebase.source(target).text, transplant.language)
    there = {
        name
        for item in read_layout(existing.root, existing.language).items
        for name in declared_names(item.element, existing.language)
    }
    wanted = {name for part in parts for name in part.declares if part.refusal is None}
    fields = {
        new.name
        for new in transplant.fields.new
        if any(re.search(rf"\b{new.name}\b", part.text) for part in parts)
    }
    if wanted <= there and all(re.search(rf"\b{name}\b", existing.text) for name in fields):
        judgement.already.add(path)
        judgement.present.append(target)
        return
    judgement.blocked[path] = Refusal(
        subject=target,
        reason=f"{target} exists and holds something else",
        path=target,
        line=1,
        snippet="".join(part.gap + part.text for part in parts),
    )


def _judge_slice(part: Part, draft: Draft, judgement: Judgement) -> None:
    if part.slice is None:
        return
    container = part.slice.container
    language = part.source.language
    layout = read_layout(container, language)
    siblings = [compact_text(item.element.text) for item in layout.items]
    fields = [new.name for new in draft.transplant.fields.new]
    if part.slice.kind in ("declaration", "member"):
        there = {
            name: item.element
            for item in layout.items
            for name in declared_names(item.element, language)
        }
        met = [name for name in part.declares if name in there]
        if not met:
            return
        text = "\n".join(there[name].text for name in met)
        spoken = [name for name in fields if re.search(rf"\b{name}\b", part.text)]
        same = set(met) == set(part.declares) and all(
            re.search(rf"\b{name}\b", text) for name in spoken
        )
        if same:
            judgement.already.add(_slice_id(part))
            judgement.present.append(f"{', '.join(met)} in {part.source.path}")
        else:
            part.refuse(f"{', '.join(met)} exists already and is something else")
        return
    first = compact_text(part.text)
    if first in siblings or first in compact_text(container.text):
        judgement.already.add(_slice_id(part))
        judgement.present.append(f"`{part.text.strip()[:60]}` in {part.source.path}")


def _slice_id(part: Part) -> str:
    span = part.slice.span if part.slice is not None else (0, 0)
    return f"{part.source.path}:{span}"


def is_already(part: Part, judgement: Judgement) -> bool:
    return (
        _slice_id(part) in judgement.already
        if part.slice
        else (part.source.path in judgement.already)
    )


def _leave_fixed_routes(draft: Draft, application: Application, judgement: Judgement) -> None:
    """A route whose path does not change would be served twice: its handler stays behind, and the
    tests that call it."""
    transplant = draft.transplant
    fixed: list[str] = []
    for route in application.routes:
        part = _part_of(route, draft)
        if part is None:
            continue
        key = new_route(route, transplant)
        if key == route.key:
            fixed.append(route.path.rstrip("/").rsplit("/", 1)[-1])
            part.leave(f"{key} would be served twice: its path does not name the resource")
        elif part.refusal is None:
            judgement.routes.append((key, part))
    _leave_tests(draft, tuple(name for name in fixed if name))


def _leave_tests(draft: Draft, fixed: tuple[str, ...]) -> None:
    def calls(text: str) -> bool:
        return any(re.search(rf"/{re.escape(name)}\b", text) for name in fixed)

    reason = "it tests a route that was left out"
    for part in draft.parts():
        if not part.source.is_test or part.refusal is not None or part.is_import:
            continue
        if part.methods:
            part.skip([each for each in part.methods if calls(each.text)], reason, loss=False)
        elif calls(part.text):
            part.leave(reason)


def _leave_unasked(draft: Draft) -> None:
    """A test of a filter that no copy has is no loss."""
    names = {name for part in draft.parts() for name in part.unasked}
    told = {tell_missing(name) for name in names}
    asked = re.compile(rf"[?&](?:{'|'.join(sorted(map(re.escape, names)))})=")
    reason = "it tests a filter that was left out"
    for part in draft.parts() if names else ():
        part.lost -= {name for name, each in part.skipped.items() if each.reason in told}
        if not part.source.is_test:
            continue
        if part.refusal is not None and part.refusal.reason in told:
            part.left = True
        elif part.methods:
            part.skip(
                [each for each in part.methods if asked.search(each.text)], reason, loss=False
            )
        elif not part.is_import and asked.search(part.text):
            part.leave(reason)


def _part_of(route: Route, draft: Draft) -> Part | None:
    """The part that declares the route's handler."""
    transplant = draft.transplant
    handler = rename_identifier(route.handler, transplant.swaps, transplant.styles.name)
    parts = [
        part
        for part in draft.parts()
        if part.source.path == route.evidence.path and not part.is_import
    ]
    for part in parts:
        if handler in part.declares:
            return part
    for part in parts:
        lines = part.element.text.count("\n")
        if part.element.line <= route.evidence.line <= part.element.line + lines:
            return part
    return None


def refuse_hollow(draft: Draft, judgement: Judgement) -> Refusal | None:
    """Too much was refused for the rest to be a resource: its own class, every handler, all those that
    write one, what serves it at all, or half."""
    transplant = draft.transplant
    entity = rename_identifier(transplant.exemplar.entity.name, transplant.swaps)
    parts = [
        part
        for part in draft.parts()
        if not part.source.is_test and part.declares and not is_already(part, judgement)
    ]
    lost = [part for part in parts if part.refusal is not None and not part.left]
    headless = any(entity in part.declares for part in lost) or _is_unmade(draft)
    what = (
        "its class"
        if headless
        else _find_silence(draft)
        or ("half of it" if lost and len(lost) * 2 >= max(len(parts), 1) else "")
    )
    if not what:
        return None
    return Refusal(
        subject=transplant.exemplar.entity.name,
        reason=f"it cannot be learned from: {what} cannot be copied ({len(lost)} of {len(parts)} "
        "pieces, below)",
        path=transplant.exemplar.entity.evidence.path,
        line=transplant.exemplar.entity.evidence.line,
    )


def _find_silence(draft: Draft) -> str:
    """What of the exemplar's routes would have no counterpart; "" where enough of them has one."""
    routes = draft.transplant.exemplar.routes
    served = [(route, part) for route in routes if (part := _part_of(route, draft)) is not None]
    refused = [part.refusal is not None for _, part in served]
    lost = any(part.refusal is not None and not part.left for _, part in served)
    writing = [part for route, part in served if route.method in ("POST", "PUT", "PATCH")]
    if lost and all(refused):
        return "every handler"
    if len(writing) > 1 and all(part.refusal is not None and not part.left for part in writing):
        return "all that writes one"
    touched = {part.source.path for part in draft.parts()}
    elsewhere = all(route.evidence.path not in touched for route in routes)
    return "what serves it" if routes and elsewhere else ""


def _is_unmade(draft: Draft) -> bool:
    """Whether the place that makes the entity, be it no class, is refused."""
    place = draft.transplant.exemplar.entity.evidence
    return any(
        part.refusal is not None and not part.left
        for part in draft.files.get(place.path, ())
        if part.element.line <= place.line <= part.element.line + part.element.text.count("\n")
    )


def _refuse_tied(draft: Draft) -> None:
    """What calls a declaration that works with the exemplar would go on working with the exemplar."""
    transplant = draft.transplant
    for tie in transplant.territory.ties:
        for part in draft.parts():
            pattern = find_reach(tie, part.source, transplant.codebase)
            if pattern is None or part.is_import or part.source.is_test:
                continue
            if pattern.search(part.element.text):
                part.refuse(
                    f"`{tie.name}` of {tie.path} works with {transplant.exemplar.entity.name} "
                    "itself and is not copied"
                )


def _leave_unused(draft: Draft) -> None:
    """What only something that was left out would call is left out, too: a method of a parent, a
    function of a copied file."""
    kept = [part for part in draft.parts() if part.refusal is None]
    gone = {
        word
        for part in draft.parts()
        if part.refusal is not None
        for word in _WORD.findall(part.text)
    }
    for part in kept:
        member = part.slice is not None and part.slice.kind == "member"
        if not part.declares or (part.slice is not None and not member):
            continue
        found = find_declaration(part.element, part.source.language)
        if found is None or declaration_role(found, part.source.language) != "callable":
            continue
        called = any(
            part.declares[0] in _WORD.findall(each.text) for each in kept if each is not part
        )
        dropped = part.declares[0] in gone if member else _was_used(part, draft)
        if dropped and not called:
            part.leave("only what was left out uses it")


def _was_used(part: Part, draft: Draft) -> bool:
    """Whether something of the exemplar speaks of the function by name, beside its own declaration."""
    names = declared_names(part.element, part.source.language)
    return any(
        name in _WORD.findall(each.element.text)
        for name in names
        for each in draft.parts()
        if each is not part and each.source is part.source
    )


def _spread_refusals(draft: Draft, judgement: Judgement) -> None:
    """What needs a name that will not exist cannot exist either."""
    for path, refusal in judgement.blocked.items():
        for part in draft.files[path]:
            part.refuse(refusal.reason)
    lost = Lost(draft)
    changed = True
    while changed:
        changed = False
        for part in draft.parts():
            if part.refusal is not None or part.is_import or is_already(part, judgement):
                continue
            missing = lost.missing_for(part)
            needed = lost.needed_by(part.text, missing)
            if not needed:
                continue
            refused = bool(needed & lost.refused)
            reason = (
                f"it needs {', '.join(sorted(needed))}, which was "
                f"{'refused' if refused else 'left out'}"
            )
            held = [each for each in part.methods if lost.needed_by(each.text, missing)]
            if held and any(each.name not in part.skipped for each in held):
                part.skip(held, reason, loss=refused)
            else:
                (part.refuse if refused else part.leave)(reason)
            changed = True
            lost = Lost(draft)
