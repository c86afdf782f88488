"""Writes a piece of the exemplar anew: text is copied, names change, groups of slots are re-made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from backend_agent.implement.analogy.fields import NewField
from backend_agent.implement.analogy.filters import find_unasked
from backend_agent.implement.analogy.keys import add_needs, is_stored, rewrite_key
from backend_agent.implement.analogy.layout import (
    Item,
    Layout,
    is_layout,
    read_layout,
    unwrap,
)
from backend_agent.implement.analogy.mentions import is_bound, read_use
from backend_agent.implement.analogy.paths import rename_module, styles_at
from backend_agent.implement.analogy.relations import leads_far, leads_to_child
from backend_agent.implement.analogy.reslot import rewrite_slot
from backend_agent.implement.analogy.rewrite import (
    KeyDeclaration,
    Precedents,
    Rewrite,
    quote_like,
)
from backend_agent.implement.analogy.samples import SampleBook
from backend_agent.implement.analogy.scope import (
    FileScope,
    is_frozen,
    is_of_another,
    open_scope,
    uses_far_relation,
)
from backend_agent.implement.analogy.slots import (
    Emission,
    Slot,
    find_single,
    plan_emissions,
)
from backend_agent.implement.analogy.spoken import is_envelope
from backend_agent.implement.analogy.values import RENAMED, ValueScope
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import (
    Swap,
    rename_identifier,
    rename_prose,
    rename_text,
)
from backend_agent.syntax.nouns import split_words
from backend_agent.values.evidence import Evidence
from backend_agent.values.language import ImportNeed

_NAMED = re.compile(r"\w+=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a piece cannot be written, with the place that speaks for it."""

    reason: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """The slot that is being written, and the new field that it is written for."""

    slot: Slot
    new: NewField
    swap: Swap


@dataclass(slots=True)
class Renderer:
    """One file's rendering. What it could not place is in `problems`; what came along with the
    text and a person should know is in `travelled` (new field, old field, text)."""

    scope: FileScope
    book: SampleBook
    precedents: Precedents
    problems: list[Problem] = field(default_factory=list)
    imports: list[ImportNeed] = field(default_factory=list)
    travelled: list[tuple[str, str, str, Evidence]] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    gone: frozenset[int] = frozenset()
    _rewrites: dict[int, Rewrite] = field(default_factory=dict)

    def render(
        self, element: Element, instance: Instance | None = None, rewrite: Rewrite | None = None
    ) -> str:
        """The text that takes the element's place."""
        rewrite = rewrite or Rewrite()
        text = rewrite.texts.get(id(element), "")
        if text:
            if text.startswith(RENAMED):
                return self._rename_code(text.removeprefix(RENAMED), instance)
            return text if text == element.text else quote_like(text, self.scope.source)
        if not element.children:
            return self._render_leaf(element, instance)
        if is_layout(element, self.scope.language):
            layout = read_layout(element, self.scope.language)
            if layout.items:
                return self._render_layout(layout, instance, rewrite)
            added = rewrite.additions.get(id(element), ())
            if added:
                inner = quote_like(", ".join(added), self.scope.source)
                return element.text[:1] + inner + element.text[-1:]
        return self._render_children(element, instance, rewrite)

    def render_items(self, layout: Layout, first: int, last: int) -> str:
        """Items `first` to `last` of a layout with their comments and what is between them."""
        pieces = [self._render_item(first, layout, None, Rewrite())]
        for at in range(first + 1, last + 1):
            pieces += (layout.gap_after(at - 1), self._render_item(at, layout, None, Rewrite()))
        return "".join(pieces)

    def render_slot(self, slot: Slot, new: NewField, layout: Layout) -> str:
        """The slot made anew for the field, without the comments around it."""
        swap = Swap(old=split_words(slot.field), new=new.words)
        instance = Instance(slot=slot, new=new, swap=swap)
        return self._instantiate(layout.items[slot.at].element, instance, layout)

    def rename_lines(self, text: str) -> str:
        """Comments at the head of a file, renamed as prose."""
        return self._rename_comment(text, None)

    def _render_children(
        self, element: Element, instance: Instance | None, rewrite: Rewrite
    ) -> str:
        source, done = element.source, element.start
        parts: list[str] = []
        for child in element.children:
            if rewrite.texts.get(id(child), "") is None:
                done = child.end
                continue
            if not parts:
                done = child.start
            parts += (source[done : child.start], self.render(child, instance, rewrite))
            done = child.end
        return "".join(parts) + source[done : element.end]

    def _render_layout(self, layout: Layout, instance: Instance | None, rewrite: Rewrite) -> str:
        emissions = {} if instance is not None else plan_emissions(layout, self.scope)
        additions = tuple(
            quote_like(each, self.scope.source)
            for each in rewrite.additions.get(id(layout.container), ())
        )
        dropped = {
            at
            for at, item in enumerate(layout.items)
            if rewrite.texts.get(id(item.element), "") is None
            or id(item.element) in self.gone
            or leads_to_child(item.element, layout, self.scope)
            or leads_far(item.element, layout, self.scope)
            or self._is_unasked(item.element, layout)
        }
        pieces: list[tuple[int, str]] = []
        for at in range(len(layout.items)):
            if at in emissions:
                pieces += self._emit(at, emissions[at], layout)
            elif at not in dropped:
                pieces.append((at, self._render_item(at, layout, instance, rewrite)))
        listed = layout.container.kind in self.scope.language.mappings
        named = [each for each in additions if listed or _NAMED.match(each)]
        front = self._first_keyword(layout, pieces)
        end = len(layout.items)
        pieces[front:front] = [(end, each) for each in additions if each not in named]
        pieces += [(end, each) for each in named]
        leading = rewrite.leading.get(id(layout.container), ())
        pieces[:0] = [(end, quote_like(each, self.scope.source)) for each in leading]
        return self._join(layout, pieces, emissions)

    def _is_unasked(self, element: Element, layout: Layout) -> bool:
        name = find_unasked(element, layout, self.scope)
        self.unasked += [name] if name else []
        return bool(name)

    def _first_keyword(self, layout: Layout, pieces: list[tuple[int, str]]) -> int:
        """How many pieces stand before the first that is given by its name."""
        keyed = {shape.kind for shape in self.scope.language.keyed}
        kinds = [layout.items[at].element.kind in keyed for at, _ in pieces]
        return kinds.index(True) if True in kinds else len(kinds)

    def _render_item(
        self, at: int, layout: Layout, instance: Instance | None, rewrite: Rewrite
    ) -> str:
        item = layout.items[at]
        source = layout.source
        lead = self._rename_comment(source[item.lead : item.start], instance)
        tail = self._rename_comment(source[item.end : item.tail], instance)
        marks = self._render_marks(item, instance)
        return lead + marks + self.render(item.element, instance, rewrite) + tail

    def _render_marks(self, item: Item, instance: Instance | None) -> str:
        """The annotations before the element, with what stands behind each."""
        ends = [*(each.start for each in item.marks[1:]), item.element.start]
        return "".join(
            self.render(mark, instance) + item.element.source[mark.end : end]
            for mark, end in zip(item.marks, ends, strict=False)
        )

    def _emit(self, at: int, emission: Emission, layout: Layout) -> list[tuple[int, str]]:
        if not emission.instances:
            self._check_dropped(at, layout)
        before = len(self.problems), len(self.imports), len(self.travelled)
        pieces = self._emit_all(emission, layout)
        if len(self.problems) > before[0] and (one := find_single(emission, layout, self.scope)):
            del self.problems[before[0] :], self.imports[before[1] :], self.travelled[before[2] :]
            return self._emit_all(one, layout)
        return pieces

    def _emit_all(self, emission: Emission, layout: Layout) -> list[tuple[int, str]]:
        pieces = []
        seen: set[int] = set()
        for slot, new in emission.instances:
            if new.refers and self.scope.source.is_test:
                continue
            item = layout.items[slot.at]
            instance = Instance(
                slot=slot, new=new, swap=Swap(old=split_words(slot.field), new=new.words)
            )
            lead = "" if slot.at in seen else layout.source[item.lead : item.start]
            seen.add(slot.at)
            tail = layout.source[item.end : item.tail]
            text = self._instantiate(item.element, instance, layout)
            if text:
                lead = self._rename_comment(lead, instance) + self._render_marks(item, instance)
                pieces.append((slot.at, lead + text + tail))
        return pieces

    def _check_dropped(self, at: int, layout: Layout) -> None:
        """A slot may only vanish where a whole set of fields has none to offer, or as an example."""
        element = layout.items[at].element
        if unwrap(element, self.scope.language).kind in self.scope.language.branches:
            self._report(element, "control flow would be lost")

    def _instantiate(self, element: Element, instance: Instance, layout: Layout) -> str:
        fields = self.scope.transplant.fields
        old = fields.field(instance.slot.field)
        if old is None:
            return self.render(element, instance)
        key = self.precedents.keys.get(instance.new.spec.name)
        if key is not None and is_stored(element, old, self.scope):
            return self._write_key(key, instance)
        inner = unwrap(element, self.scope.language)
        bound = is_bound(instance.slot.field, instance.new.name, layout, self.scope)
        at = ValueScope(
            slot=instance.slot, old=old, new=instance.new, scope=self.scope, book=self.book, bound=bound
        )  # fmt: skip
        rewrite = rewrite_slot(inner, at, self.precedents)
        if instance.slot.key is not instance.slot.value or instance.slot.key.text == old.name:
            rewrite.texts.setdefault(id(instance.slot.key), instance.new.name)
        self.imports += rewrite.imports
        place = Evidence(path=self.scope.source.path, line=element.line)
        self.travelled += [(instance.new.name, old.name, text, place) for text in rewrite.travelled]
        for reason in rewrite.problems:
            self._report(element, reason)
        if rewrite.skip:
            return ""
        suffix = quote_like(rewrite.suffix, self.scope.source)
        return self.render(element, instance, rewrite) + suffix

    def _write_key(self, key: KeyDeclaration, instance: Instance) -> str:
        """The field as the foreign key that it is written like, under its own name."""
        own = self.scope.transplant.exemplar.noun
        scope = open_scope(key.source, replace(self.scope.transplant, noun=own))
        rewrite = rewrite_key(key, instance.new, scope, self.precedents)
        writer = replace(fresh_renderer(self), scope=scope)
        text = writer.render(key.element, None, rewrite) + rewrite.suffix
        add_needs(text, key, scope, self.scope, rewrite)
        self.imports += rewrite.imports
        for reason in rewrite.problems:
            self._report(instance.slot.key, reason)
        return quote_like(text, self.scope.source)

    def _join(
        self, layout: Layout, pieces: list[tuple[int, str]], emissions: dict[int, Emission]
    ) -> str:
        """The pieces with the text that stood between the items they come from."""
        source, items, container = layout.source, layout.items, layout.container
        prefix, suffix = (
            source[container.start : items[0].lead],
            source[items[-1].tail : container.end],
        )
        if not pieces:
            return self._empty(layout, prefix, suffix)
        slots = sorted(emissions)
        shown = next((layout.gap_after(at) for at in slots if at + 1 in slots), None)
        between = layout.default_gap() if shown is None else shown
        parts = [prefix]
        for number, (at, text) in enumerate(pieces):
            if number:
                before = pieces[number - 1][0]
                parts.append(self._gap(layout, before, at, slots, between))
            parts.append(text)
        return "".join(parts) + suffix

    def _gap(self, layout: Layout, before: int, at: int, slots: list[int], between: str) -> str:
        if before == at or at < before or at >= len(layout.items) or before >= len(layout.items):
            return between
        if before in slots and at in slots:
            return between
        return layout.gap_after(at - 1) if at else between

    def _empty(self, layout: Layout, prefix: str, suffix: str) -> str:
        if layout.is_block:
            return prefix + self.scope.language.empty_block + suffix
        return prefix.rstrip() + suffix.lstrip(" ,\r\n")

    def _render_leaf(self, leaf: Element, instance: Instance | None) -> str:
        language, transplant = self.scope.language, self.scope.transplant
        extra = (instance.swap,) if instance is not None else ()
        swaps = (*transplant.swaps, *extra)
        if leaf.kind in language.comments:
            return rename_prose(leaf.text, swaps, transplant.styles.name)
        if id(leaf) in self.scope.modules:
            return leaf.text
        if leaf.kind in language.strings:
            return self._render_text(leaf, instance, swaps)
        if leaf.kind not in language.identifiers:
            return leaf.text
        if is_frozen(leaf, self.scope):
            told = transplant.swaps and transplant.is_mention(leaf.text)
            if told and is_of_another(leaf, self.scope):
                self._report(leaf, f"`{leaf.text}` belongs to something that is not copied")
            return leaf.text
        if instance is not None and leaf.text == instance.slot.field:
            return leaf.text if is_envelope(leaf, language) else instance.new.name
        if uses_far_relation(leaf, self.scope):
            self._report(leaf, f"`{leaf.text}` is a relation that the copy has none of")
        text = self._single_use(leaf, instance)
        return rename_identifier(text, swaps, transplant.styles.name)

    def _render_text(
        self, leaf: Element, instance: Instance | None, swaps: tuple[Swap, ...]
    ) -> str:
        if leaf.text.isupper() and leaf.text.lower() in self.scope.language.frozen_calls:
            return leaf.text
        if instance is not None and leaf.text == instance.slot.field:
            return instance.new.name
        if uses_far_relation(leaf, self.scope):
            self._report(leaf, f"`{leaf.text}` is a relation that the copy has none of")
        module = rename_module(leaf.text, self.scope.source.path, self.scope.transplant)
        if instance is None and module is not None:
            return module
        styles = styles_at(leaf, self.scope)
        return rename_text(self._single_use(leaf, instance), swaps, styles)

    def _single_use(self, leaf: Element, instance: Instance | None) -> str:
        """A field's name outside every slot is renamed to its counterpart, if it is meant at all."""
        if instance is not None:
            return leaf.text
        use = read_use(leaf, self.scope)
        if use.problem:
            self._report(leaf, use.problem)
        return use.text

    def _rename_comment(self, text: str, instance: Instance | None) -> str:
        if not text.strip():
            return text
        extra = (instance.swap,) if instance is not None else ()
        swaps = (*self.scope.transplant.swaps, *extra)
        return rename_prose(text, swaps, self.scope.transplant.styles.name)

    def _rename_code(self, text: str, instance: Instance | None) -> str:
        extra = (instance.swap,) if instance is not None else ()
        swaps = (*self.scope.transplant.swaps, *extra)
        return ".".join(rename_identifier(part, swaps) for part in text.split("."))

    def _report(self, element: Element, reason: str) -> None:
        self.problems.append(Problem(reason=reason, line=element.line))


def fresh_renderer(renderer: Renderer, gone: frozenset[int] = frozenset()) -> Renderer:
    """The same rendering with nothing decided yet: each piece is judged alone. `gone` are members
    that are left out."""
    return replace(renderer, problems=[], imports=[], travelled=[], unasked=[], gone=gone)
