"""Pieces of the change on their way: what each declares, what it needs, why one cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from backend_agent.implement.analogy.binding import is_import
from backend_agent.implement.analogy.layout import (
    Layout,
    declaration_role,
    declared_key,
    declared_names,
    find_declaration,
    is_body,
    read_layout,
)
from backend_agent.implement.analogy.render import Problem, Renderer, fresh_renderer
from backend_agent.implement.analogy.scope import Transplant, open_scope
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.territory import Slice
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import rename_identifier
from backend_agent.values.changes import Refusal
from backend_agent.values.evidence import Evidence
from backend_agent.values.language import ImportNeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A member of a class, written anew, that can be left out by itself."""

    name: str
    element: Element
    text: str


@dataclass(slots=True)
class Part:
    """One top-level item of a copied file, or one slice of a shared file, written anew.
    `declares` are its new names; `refusal` is set where it cannot be used, `left` where that is no
    loss: what it speaks of is not the new resource's. A declaration of a `run` goes behind all of
    them. `methods` are those of a class that can go, `skipped`
    says why some of them are missing; `redo` writes the class without these."""

    source: Source
    element: Element
    text: str
    gap: str = ""
    declares: tuple[str, ...] = ()
    imports: tuple[ImportNeed, ...] = ()
    travelled: tuple[tuple[str, str, str, Evidence], ...] = ()
    is_import: bool = False
    slice: Slice | None = None
    run: tuple[int, int] = (0, 0)
    refusal: Refusal | None = None
    left: bool = False
    methods: tuple[Method, ...] = ()
    skipped: dict[str, Refusal] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    unasked: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    redo: Callable[[frozenset[int]], Written] | None = None

    @property
    def subject(self) -> str:
        name = self.declares[0] if self.declares else self.text.strip().split("\n")[0][:60]
        return f"`{name}`"

    def refuse(self, reason: str, line: int = 0) -> None:
        if self.refusal is None:
            self.refusal = Refusal(
                subject=self.subject,
                reason=reason,
                path=self.source.path,
                line=line or self.element.line,
                snippet=self.text,
            )

    def leave(self, reason: str) -> None:
        """Left out without a loss."""
        self.left = self.left or self.refusal is None
        self.refuse(reason)

    def skip(self, methods: Iterable[Method], reason: str, *, loss: bool) -> None:
        """Written again without these methods; a class that has no other goes as a whole."""
        for each in methods:
            self.skipped.setdefault(
                each.name,
                Refusal(
                    subject=f"`{each.name}`", reason=reason, path=self.source.path,
                    line=each.element.line, snippet=each.text,
                ),
            )  # fmt: skip
            if loss:
                self.lost.add(each.name)
        if not self.skipped or self.redo is None:
            return
        if len(self.skipped) == len(self.methods):
            (self.refuse if self.lost else self.leave)(reason)
            return
        gone = {id(each.element) for each in self.methods if each.name in self.skipped}
        self.take(self.redo(frozenset(gone)))

    def take(self, written: Written) -> None:
        self.text = written.text
        self.imports, self.travelled = written.imports, written.travelled
        self.unasked, self.problems = written.unasked, written.problems

    def told(self, *, left: bool) -> list[Refusal]:
        """What is missing of it, for want of something (`left` false) or because it is not needed."""
        if self.refusal is not None:
            return [self.refusal] if self.left == left else []
        return [
            refusal for name, refusal in self.skipped.items() if (name not in self.lost) == left
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The text of an item as it was rendered, with what came along and what could not be placed."""

    text: str
    imports: tuple[ImportNeed, ...]
    travelled: tuple[tuple[str, str, str, Evidence], ...]
    problems: tuple[Problem, ...]
    unasked: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """All parts, by the file they come from; `head` and `tail` frame a copied file."""

    transplant: Transplant
    files: dict[str, list[Part]] = field(default_factory=dict)
    frames: dict[str, tuple[str, str]] = field(default_factory=dict)
    slices: list[Part] = field(default_factory=list)

    def parts(self) -> list[Part]:
        return [*(part for parts in self.files.values() for part in parts), *self.slices]


def write_draft(transplant: Transplant, renderer_of: Renderer) -> Draft:
    """Every file and slice of the territory, rendered; nothing is decided about them yet."""
    draft = Draft(transplant)
    for source in transplant.territory.files:
        renderer = _renderer_for(source, renderer_of)
        layout = read_layout(source.root, source.language)
        if not layout.items:
            draft.files[source.path] = []
            draft.frames[source.path] = (source.text, "")
            continue
        ends = layout.items[0].lead, layout.items[-1].tail
        draft.frames[source.path] = (
            renderer.rename_lines(source.text[: ends[0]]), source.text[ends[1] :],
        )  # fmt: skip
        draft.files[source.path] = [
            _write_item(source, at, renderer) for at in range(len(layout.items))
        ]
    renderers: dict[str, Renderer] = {}
    for each in transplant.territory.slices:
        path = each.source.path
        renderers[path] = renderers.get(path) or _renderer_for(each.source, renderer_of)
        draft.slices += _write_slice(each, renderers[path])
    return draft


def _renderer_for(source: Source, like: Renderer) -> Renderer:
    scope = open_scope(source, like.scope.transplant)
    return Renderer(scope=scope, book=like.book, precedents=like.precedents)


def _write_item(source: Source, at: int, like: Renderer) -> Part:
    layout = read_layout(source.root, source.language)
    item = layout.items[at]
    part = _open_part(source, layout, (at, at), like)
    part.is_import = is_import(item.element, source.language)
    part.gap = "" if at == 0 else layout.gap_after(at - 1)
    part.declares = _new_names(item.element, source, like)
    part.methods = _list_methods(item.element, source, like)
    return _judge_problems(part)


def _open_part(source: Source, layout: Layout, span: tuple[int, int], like: Renderer) -> Part:
    """The items of the layout from the first to the last of `span`, written anew."""

    def redo(gone: frozenset[int]) -> Written:
        renderer = fresh_renderer(like, gone)
        text = renderer.render_items(layout, *span)
        return Written(
            text=text, imports=tuple(renderer.imports), travelled=tuple(renderer.travelled),
            problems=tuple(renderer.problems), unasked=tuple(renderer.unasked),
        )  # fmt: skip

    part = Part(source=source, element=layout.items[span[0]].element, text="", redo=redo)
    part.take(redo(frozenset()))
    return part


def _judge_problems(part: Part) -> Part:
    """Refused where something in it could not be written; a method of a class alone, where it can go."""
    for problem in part.problems:
        held = [each for each in part.methods if _holds(each.element, problem.line)]
        if not held:
            part.refuse(problem.reason, problem.line)
            break
        part.skip(held, problem.reason, loss=True)
    return part


def _list_methods(element: Element, source: Source, like: Renderer) -> tuple[Method, ...]:
    """The members that can be left out: the tests of a test class, for what prepares them is no test
    and stays; of a class with nothing above it, what others call by name."""
    found = find_declaration(element, source.language)
    body = next(
        (each for each in (found or element).walk() if is_body(each, source.language)), None
    )
    if found is None or body is None or declaration_role(found, source.language) != "type":
        return ()
    own = declared_key(element, source.language)
    parts = [each for each in found.named_children if each.kind not in source.language.comments]
    if not source.is_test and parts != [own, body]:
        return ()
    methods = []
    for member in body.named_children:
        names = declared_names(member, source.language)
        if names and _can_go(names[0], member, source, like):
            text = fresh_renderer(like).render(member)
            name = _new_names(member, source, like)[0]
            methods.append(Method(name=name, element=member, text=text))
    return tuple(methods)


def _can_go(name: str, member: Element, source: Source, like: Renderer) -> bool:
    if source.is_test:
        return any(name.startswith(each) for each in source.language.test_names)
    found = find_declaration(member, source.language)
    if found is None or declaration_role(found, source.language) != "callable":
        return False
    called = re.compile(rf"[.]{re.escape(name)}\b")
    return any(called.search(each.text) for each in like.scope.transplant.territory.sources)


def _holds(element: Element, line: int) -> bool:
    return element.line <= line <= element.line + element.text.count("\n")


def _write_slice(each: Slice, like: Renderer) -> list[Part]:
    """Declarations that stand side by side are judged one by one; anything else as a whole."""
    if each.kind != "declaration":
        return [_write_run(each, each.first, each.last, like)]
    return [_write_run(each, at, at, like) for at in range(each.first, each.last + 1)]


def _write_run(each: Slice, first: int, last: int, like: Renderer) -> Part:
    layout = read_layout(each.container, each.source.language)
    part = _open_part(each.source, layout, (first, last), like)
    part.slice, part.run = replace(each, first=first, last=last), (each.first, each.last)
    if each.kind == "element":
        part.text = _rename_key(part.element, part.text, each.source, like)
    if each.kind in ("declaration", "member"):
        part.declares = tuple(
            name
            for at in range(first, last + 1)
            for name in _new_names(layout.items[at].element, each.source, like)
        )
    if each.kind == "declaration" and not each.source.is_test:
        part.methods = _list_methods(part.element, each.source, like)
    return _judge_problems(part)


def _rename_key(element: Element, text: str, source: Source, like: Renderer) -> str:
    """What is given by its name beside a twin is named after the new resource, whoever is called."""
    shape = {each.kind: each for each in source.language.keyed}.get(element.kind)
    key = element.labels.get(shape.key) if shape is not None and shape.key else None
    if key is None or key.kind not in source.language.identifiers or not text.startswith(key.text):
        return text
    return rename_identifier(key.text, like.scope.transplant.swaps) + text[len(key.text) :]


def _new_names(element: Element, source: Source, like: Renderer) -> tuple[str, ...]:
    key = declared_key(element, source.language)
    return (fresh_renderer(like).render(key),) if key is not None else ()
