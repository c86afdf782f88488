"""Places the exemplar is used in shared files: registrations, relations, statements beside others."""

from __future__ import annotations

import re

from backend_agent.implement.analogy.binding import read_import
from backend_agent.implement.analogy.layout import (
    declaration_role,
    declared_names,
    find_declaration,
    is_block,
    is_body,
    is_layout,
    read_layout,
    unwrap,
)
from backend_agent.implement.analogy.modules import find_named_modules
from backend_agent.implement.analogy.owners import find_owners
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.territory import (
    LeftMention,
    Search,
    Slice,
    SliceKind,
    Territory,
    strong_names,
)
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words, rename_identifier, style_words, swap_nouns
from backend_agent.syntax.nouns import Noun, split_words
from backend_agent.values.language import LanguageFormat


def find_uses(source: Source, search: Search, territory: Territory) -> None:
    strong = strong_names(source, territory, search.codebase, search.exemplar)
    quotable = {
        name for name in territory.declared if carries_words(name, *search.exemplar.phrases)
    }
    spans = [each.span for each in search.slices if each.source is source]
    imports = {id(statement) for statement in source.import_statements}
    used: set[str] = set()
    quoted: set[str] = set()
    _find_handed(source, search)
    loaded = _loaded_modules(source, search) | find_named_modules(source, search)
    for leaf in source.leaves_saying(strong | quotable | loaded):
        if not _is_mention(leaf, strong, quotable | loaded, search.language):
            continue
        if any(id(above) in imports for above in leaf.ancestors()):
            continue
        (quoted if leaf.kind in search.language.strings else used).add(leaf.text)
        if any(start <= leaf.start < end for start, end in spans):
            continue
        _place_use(leaf, source, search, told=leaf.text in loaded)
        spans = [each.span for each in search.slices if each.source is source]
    search.reexports.extend(
        (source, name)
        for name in sorted(strong)
        if search.language.imports.hands_on
        and name in source.imports
        and name not in used
        and carries_words(name, *search.exemplar.phrases)
    )


def _find_handed(source: Source, search: Search) -> None:
    """Statements that hand on what a file of the exemplar declares: `export * from './item'`."""
    shapes = {shape.kind: shape for shape in search.language.imports.handing}
    for at, item in enumerate(read_layout(source.root, search.language).items):
        shape = shapes.get(item.element.kind)
        module = item.element.labels.get(shape.key) if shape is not None else None
        name = module.text.strip("'\"`") if module is not None else ""
        if name and search.codebase.resolve_module(source.path, name) in search.files:
            _take_item("statement", source.root, at, source, search, "hands on what is copied")


def _loaded_modules(source: Source, search: Search) -> frozenset[str]:
    """The names by which calls in the midst of the code load files of the exemplar:
    `app.use('/items', require('./items'))`."""
    language = search.language
    found = set()
    for callee in source.leaves_saying(language.imports.loads):
        arguments = callee.parent.children[-1] if callee.parent is not None else callee
        for leaf in arguments.leaves():
            target = search.codebase.resolve_module(source.path, leaf.text)
            if leaf.kind in language.strings and target in search.files:
                found.add(leaf.text)
    return frozenset(found)


def _is_mention(
    leaf: Element, strong: frozenset[str], quotable: set[str], language: LanguageFormat
) -> bool:
    if leaf.kind in language.identifiers:
        return leaf.text in strong
    return leaf.kind in language.strings and leaf.text in quotable


def _place_use(leaf: Element, source: Source, search: Search, *, told: bool) -> None:
    """The smallest element or statement around the use that may be copied, else a left mention. What
    names a file that is copied (`told`) among calls of one function needs no closer likeness."""
    language = search.language
    owners = find_owners(leaf, source, search)
    if set(owners) & set(search.exemplar.children):
        _leave_theirs(leaf, source, search, owners)
        return
    below = leaf
    for above in leaf.ancestors():
        listed = above.kind in (*language.collections, *language.mappings)
        if listed and (
            _place_element(above, below, source, search, owners)
            or (told and _place_alike(above, below, source, search))
        ):
            return
        wired = above.kind in (*language.arguments, *language.parameters)
        if wired and _place_twin(above, below, source, search, owners):
            return
        if is_block(above, language):
            _place_statement(above, below, leaf, source, search, owners)
            return
        below = above
    search.left.append(LeftMention(source=source, element=leaf, reason="no statement around it"))


def _take_item(
    kind: SliceKind, container: Element, at: int, source: Source, search: Search, why: str
) -> None:
    """One item of a block or a list becomes a slice."""
    search.slices.append(
        Slice(kind=kind, source=source, container=container, first=at, last=at, why=why)
    )


def _place_element(
    container: Element, below: Element, source: Source, search: Search, owners: tuple[Noun, ...]
) -> bool:
    layout = read_layout(container, search.language)
    at = layout.index_of(below)
    if at is None or not has_analogous(layout.items[at].element, container, search, owners):
        return False
    _take_item("element", container, at, source, search, "listed beside its like")
    return True


def _place_alike(container: Element, below: Element, source: Source, search: Search) -> bool:
    """`path("dishes/", include("dishes.urls"))` beside any other `path(…)`."""
    layout = read_layout(container, search.language)
    at = layout.index_of(below)
    calls = {shape.kind for shape in search.language.calls}
    if at is None or below.kind not in calls:
        return False
    callee = below.children[0].text
    if not any(
        item.element.kind in calls and item.element.children[0].text == callee
        for item in layout.items
        if item.element is not below
    ):
        return False
    _take_item("element", container, at, source, search, "it names a file that is copied")
    return True


def _place_twin(
    container: Element, below: Element, source: Source, search: Search, owners: tuple[Noun, ...]
) -> bool:
    """An argument or parameter given by its name, beside one that says the same of another entity:
    `tag_service=TagService` beside `team_service=TeamService`."""
    if below.kind not in {shape.kind for shape in search.language.keyed}:
        return False
    layout = read_layout(container, search.language)
    at = layout.index_of(below)
    others = {
        "".join(item.element.text.split()) for item in layout.items if item.element is not below
    }
    text = "".join(below.text.split())
    twins = {
        re.sub(
            r"[A-Za-z_]\w*",
            lambda found, noun=other: rename_identifier(  # type: ignore[misc]
                found.group(0), swap_nouns(search.exemplar.noun, noun)
            ),
            text,
        )
        for other in search.exemplar.others
        if other not in owners
    }
    if at is None or not twins & others:
        return False
    _take_item("element", container, at, source, search, "given beside its like")
    return True


def _place_statement(
    block: Element,
    below: Element,
    leaf: Element,
    source: Source,
    search: Search,
    owners: tuple[Noun, ...],
) -> None:
    language = search.language
    layout = read_layout(block, language)
    at = layout.index_of(below)
    reason = _unplaceable(layout.items[at].element if at is not None else None, block, language)
    analogous = at is not None and has_analogous(layout.items[at].element, block, search, owners)
    owner = _is_parents_place(block, source, search)
    member = is_body(block, language)
    allowed = (
        analogous
        or owner
        or (
            block is source.root
            and not member
            and _is_call(layout.items[at or 0].element, language)
        )
    )
    if owners and not (allowed and not reason):
        _leave_theirs(leaf, source, search, owners)
        return
    if not reason and not allowed:
        reason = "no sibling of its kind shows that it is a registration"
    if reason or at is None:
        search.left.append(LeftMention(source=source, element=leaf, reason=reason))
        return
    last = at if member else _run_end(layout.items[at].element, at, block, search)
    first = at if member or block is source.root else _run_start(at, block, source, search)
    kind: SliceKind = "member" if member else "statement"
    why = (
        "beside its like"
        if analogous
        else "in the file of its parent"
        if owner
        else "at module level"
    )
    search.slices.append(
        Slice(kind=kind, source=source, container=block, first=first, last=last, why=why)
    )


def _leave_theirs(leaf: Element, source: Source, search: Search, owners: tuple[Noun, ...]) -> None:
    text = ", ".join(style_words(each.singular, "pascal") for each in owners)
    search.left.append(
        LeftMention(
            source=source, element=leaf, reason=f"is part of {text}", kept=True, owners=owners
        )
    )


def _unplaceable(statement: Element | None, block: Element, language: LanguageFormat) -> str:
    """Why the statement can be no registration, whatever stands beside it; "" = it may be one."""
    if statement is None:
        return "no statement around it"
    if unwrap(statement, language).kind in language.branches:
        return "part of a condition or a loop: its meaning is not known"
    declared = find_declaration(statement, language)
    if declared is None or is_body(block, language):
        return ""
    valued = declaration_role(declared, language) == "value"
    return "" if valued else "a declaration of something else"


def _is_call(element: Element, language: LanguageFormat) -> bool:
    return unwrap(element, language).kind in {shape.kind for shape in language.calls}


def _is_parents_place(block: Element, source: Source, search: Search) -> bool:
    """The class of a parent entity, or the file named after one."""
    for parent in search.exemplar.parents:
        if is_body(block, search.language):
            owner = declared_names(block.parent, search.language) if block.parent else ()
            if owner and split_words(owner[0]) == parent.singular:
                return True
        elif carries_words(source.stem, parent.singular, parent.plural):
            return not source.is_test
    return False


def has_analogous(
    element: Element, container: Element, search: Search, owners: tuple[Noun, ...] = ()
) -> bool:
    """Whether a sibling is built alike and differs only where this one speaks of the exemplar. A twin
    that speaks of the place's own entity shows a relation, no registration."""
    own = [(leaf.kind, leaf.text) for leaf in element.leaves()]
    mentions = {
        at for at, (_, text) in enumerate(own) if carries_words(text, *search.exemplar.phrases)
    }
    return any(
        _is_analogous(item.element, own, mentions, owners)
        for item in read_layout(container, search.language).items
        if item.element is not element and item.element.kind == element.kind
    )


def _is_analogous(
    other: Element, own: list[tuple[str, str]], mentions: set[int], owners: tuple[Noun, ...]
) -> bool:
    differs, count = False, 0
    for at, leaf in enumerate(other.leaves()):
        if at >= len(own) or leaf.kind != own[at][0]:
            return False
        if leaf.text != own[at][1]:
            if at not in mentions or any(
                carries_words(leaf.text, each.singular, each.plural) for each in owners
            ):
                return False
            differs = True
        count += 1
    return differs and count == len(own)


def _run_start(at: int, block: Element, source: Source, search: Search) -> int:
    """Inside a function the statement brings the import right above it that binds its names."""
    layout = read_layout(block, search.language)
    statements = {id(each) for each in source.import_statements}
    used = {leaf.text for leaf in layout.items[at].element.leaves()}
    while at and id(layout.items[at - 1].element) in statements:
        bound = read_import(layout.items[at - 1].element, search.language)
        if not {each.name for each in bound} & used:
            break
        at -= 1
    return at


def _run_end(element: Element, at: int, block: Element, search: Search) -> int:
    """The statement takes along the following ones that use a variable which it binds under a name
    that stays: they belong together."""
    layout = read_layout(block, search.language)
    bound = {
        name
        for name in _bound_names(element, search.language)
        if not carries_words(name, *search.exemplar.phrases)
    }
    last = at
    for following in layout.items[at + 1 :]:
        names = {
            leaf.text
            for leaf in following.element.leaves()
            if leaf.kind in search.language.identifiers
        }
        if not bound & names or bound & set(_bound_names(following.element, search.language)):
            break
        last += 1
    return last


def _bound_names(element: Element, language: LanguageFormat) -> tuple[str, ...]:
    shapes = {shape.kind: shape for shape in language.assignments}
    found = []
    for each in element.walk():
        shape = shapes.get(each.kind)
        if shape is not None and shape.key in each.labels:
            key = each.labels[shape.key]
            if key.kind in language.identifiers:
                found.append(key.text)
        if is_layout(each, language) and is_block(each, language):
            break
    return tuple(found)
