"""Pieces of the change on their way: what each declares, what it needs, why one cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend_agent.implement.analogy.layout import declared_key, read_layout
from backend_agent.implement.analogy.render import Renderer, fresh_renderer
from backend_agent.implement.analogy.scope import Transplant, open_scope
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.territory import Slice
from backend_agent.syntax.element import Element
from backend_agent.values.changes import Refusal
from backend_agent.values.evidence import Evidence
from backend_agent.values.language import ImportNeed


@dataclass(slots=True)
class Part:
    """One top-level item of a copied file, or one slice of a shared file, written anew.
    `declares` are its new names; `refusal` is set where it cannot be used."""

    source: Source
    element: Element
    text: str
    gap: str = ""
    declares: tuple[str, ...] = ()
    imports: tuple[ImportNeed, ...] = ()
    travelled: tuple[tuple[str, str, str, Evidence], ...] = ()
    is_import: bool = False
    slice: Slice | None = None
    refusal: Refusal | None = None

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
    for each in transplant.territory.slices:
        draft.slices.append(_write_slice(each, _renderer_for(each.source, renderer_of)))
    return draft


def _renderer_for(source: Source, like: Renderer) -> Renderer:
    scope = open_scope(source, like.scope.transplant)
    return Renderer(scope=scope, book=like.book, precedents=like.precedents)


def _write_item(source: Source, at: int, like: Renderer) -> Part:
    layout = read_layout(source.root, source.language)
    item = layout.items[at]
    renderer = fresh_renderer(like)
    statement = {shape.kind for shape in source.language.imports.statements}
    is_import = item.element.kind in statement
    text = renderer.render_items(layout, at, at)
    gap = "" if at == 0 else layout.gap_after(at - 1)
    part = Part(
        source=source, element=item.element, text=text, gap=gap, is_import=is_import,
        declares=_new_names(item.element, source, like),
        imports=tuple(renderer.imports), travelled=tuple(renderer.travelled),
    )  # fmt: skip
    for problem in renderer.problems[:1]:
        part.refuse(problem.reason, problem.line)
    return part


def _write_slice(each: Slice, like: Renderer) -> Part:
    layout = read_layout(each.container, each.source.language)
    renderer = fresh_renderer(like)
    text = renderer.render_items(layout, each.first, each.last)
    names = (
        tuple(
            name
            for at in range(each.first, each.last + 1)
            for name in _new_names(layout.items[at].element, each.source, like)
        )
        if each.kind in ("declaration", "member")
        else ()
    )
    part = Part(
        source=each.source, element=layout.items[each.first].element, text=text, slice=each,
        declares=names, imports=tuple(renderer.imports), travelled=tuple(renderer.travelled),
    )  # fmt: skip
    for problem in renderer.problems[:1]:
        part.refuse(problem.reason, problem.line)
    return part


def _new_names(element: Element, source: Source, like: Renderer) -> tuple[str, ...]:
    key = declared_key(element, source.language)
    return (fresh_renderer(like).render(key),) if key is not None else ()
