"""What is learned from the whole repository before a word is written: samples, limits, habits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from backend_agent.implement.analogy.declaration import find_declared
from backend_agent.implement.analogy.layout import is_layout, read_layout, unwrap
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.options import find_option_calls
from backend_agent.implement.analogy.rewrite import Precedents
from backend_agent.implement.analogy.samples import (
    Limits,
    SampleBook,
    is_ordinary,
    literal_category,
    read_number,
)
from backend_agent.implement.analogy.scope import FileScope, Transplant, open_scope
from backend_agent.implement.analogy.slots import Slot, plan_emissions
from backend_agent.implement.analogy.source import Codebase, Source, is_test_path
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import Styles
from backend_agent.values.application import Application, Attribute, Entity
from backend_agent.values.language import StyleName
from backend_agent.values.task import FieldType


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedStyles:
    """How names of several words are written; `reason` speaks for the style of URLs, `shown` = the
    repository's own routes show it."""

    styles: Styles
    reason: str
    shown: bool


def learn_styles(codebase: Codebase, application: Application) -> LearnedStyles:
    """Reads every test where no route shows a style, so it is asked for once."""
    default = codebase.language.styles
    segments = [
        part
        for route in application.routes
        for part in route.path.split("/")
        if part and part[0] not in "{:<"
    ]
    counts: Counter[StyleName] = Counter()
    for part in dict.fromkeys(segments):
        if "-" in part:
            counts["kebab"] += 1
        elif "_" in part:
            counts["snake"] += 1
        elif re.search(r"[a-z][A-Z]", part):
            counts["camel"] += 1
    url = counts.most_common(1)[0][0] if counts else default.url
    reason = "as other routes here do" if counts else "the usual way; no route here shows another"
    if not counts and _names_paths(segments, codebase):
        url, reason = default.name, "the tests reach routes by a client that spells paths as names"
    styles = Styles(name=default.name, label=default.label, url=url)
    return LearnedStyles(styles=styles, reason=reason, shown=bool(counts))


def _names_paths(segments: list[str], codebase: Codebase) -> bool:
    """Whether tests reach a route through members that are called as the parts of its path are, as a
    client that is typed by the routes does: `client.tasks[":id"].$get()`."""
    members = {shape.kind: shape.key for shape in codebase.language.members}
    for path in codebase.paths:
        source = codebase.source(path) if is_test_path(path, codebase.language) else None
        for leaf in source.leaves_saying(set(segments)) if source is not None else ():
            parent = leaf.parent
            if parent is None or parent.kind not in members:
                continue
            above = parent.parent
            called = above is not None and above.kind in {*members, *codebase.language.subscripts}
            local = parent.children[0].text not in source.imports if source is not None else False
            if called and local and parent.labels.get(members[parent.kind]) is leaf:
                return True
    return False


def learn_samples(transplant: Transplant) -> SampleBook:
    """Every literal of every old field, numbered; and the limits that the exemplar declares."""
    order: dict[str, dict[str, None]] = {}
    limits: dict[str, Limits] = {}
    found = [
        (slot, scope, element)
        for scope in _open_scopes(transplant)
        for slot, element in find_slots(scope)
    ]
    for slot, scope, element in found:
        if slot.kind == "member":
            known = limits.get(slot.field, Limits())
            limits[slot.field] = _read_limits(element, scope, known)
    for slot, scope, element in found:
        old = transplant.fields.field(slot.field)
        values = (slot.value,) if slot.value is not None else tuple(element.walk())
        for value in values if old is not None and slot.kind != "member" else ():
            category = literal_category(value, scope.language)
            bounds = limits.get(slot.field, Limits())
            quoted = value.text.strip("'\"")
            if old is None or not category or quoted == slot.field:
                continue
            if is_ordinary(value.text, category, old, bounds):
                order.setdefault(slot.field, {}).setdefault(value.text)
    return SampleBook(
        order={name: tuple(texts) for name, texts in order.items()},
        limits=limits,
        lexicon=transplant.lexicon,
    )


def _open_scopes(transplant: Transplant) -> list[FileScope]:
    sources = {each.path: each for each in transplant.territory.files}
    sources |= {each.source.path: each.source for each in transplant.territory.slices}
    return [open_scope(source, transplant) for _, source in sorted(sources.items(), key=_fixtures)]


def _fixtures(entry: tuple[str, Source]) -> tuple[bool, str]:
    """Fixtures first: tests assert what they hold."""
    return bool(re.search(r"(^|/)test_|\.(test|spec)\.", entry[0])), entry[0]


def find_slots(scope: FileScope) -> list[tuple[Slot, Element]]:
    """The slots of the file that belong to the exemplar, with their elements."""
    own = {each.path for each in scope.transplant.territory.files}
    spans = (
        [(0, len(scope.source.text))]
        if scope.source.path in own
        else [
            each.span for each in scope.transplant.territory.slices if each.source is scope.source
        ]
    )
    found = []
    for element in _walk_spans(scope.source.root, spans):
        if not is_layout(element, scope.language):
            continue
        layout = read_layout(element, scope.language)
        for emission in plan_emissions(layout, scope).values() if layout.items else ():
            for slot in {id(slot): slot for slot, _ in emission.instances}.values():
                item = layout.items[slot.at].element
                if any(start <= item.start < end for start, end in spans):
                    found.append((slot, unwrap(item, scope.language)))
    return found


def _walk_spans(root: Element, spans: list[tuple[int, int]]) -> Iterator[Element]:
    """The root and all below it that lies in one of the spans, or around one, in source order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if any(start < element.end and element.start < end for start, end in spans):
            yield element
            waiting.extend(reversed(element.children))


def _read_limits(element: Element, scope: FileScope, known: Limits) -> Limits:
    low, high = known.min, known.max
    for arguments, call in find_option_calls(element, scope.transplant.lexicon, scope.source):
        rules = {rule.name: rule for rule in call.options}
        for argument in arguments.named_children:
            name = argument.children[0].text if argument.children else ""
            number = read_number(argument.named_children[-1].text) if argument.children else None
            rule = rules.get(name)
            if rule is None or number is None or "int" not in rule.types:
                continue
            if rule.limit == "min":
                low = number
            elif rule.limit == "max":
                high = number
            elif name.startswith("g"):
                low = number + Decimal("0.01")
    return Limits(min=low, max=high)


def learn_precedents(
    application: Application, codebase: Codebase, transplant: Transplant
) -> tuple[Precedents, tuple[tuple[str, str], ...]]:
    """How types of the new fields are declared by other entities here; and for each text that was
    learned where it was seen."""
    wanted = {each.spec.type for each in transplant.fields.new}
    precedents = Precedents()
    seen: list[tuple[str, str]] = []
    for entity, attribute in _list_precedents(application, transplant):
        canonical = transplant.lexicon.canonical(attribute.type)
        if canonical in wanted and not attribute.primary_key and not attribute.foreign_key:
            element, source = find_declared(attribute, codebase)
            if canonical is None or element is None or source is None:
                continue
            known = precedents.texts()
            _learn_from(element, canonical, source, transplant.lexicon, precedents)
            place = f"as {entity.name}.{attribute.name} declares it"
            seen += [(text, f"{text} {place}") for text in sorted(precedents.texts() - known)]
    return precedents, tuple(seen)


def _list_precedents(
    application: Application, transplant: Transplant
) -> Iterator[tuple[Entity, Attribute]]:
    """What stays of the exemplar itself comes first, then every other entity."""
    exemplar = transplant.exemplar
    for each in exemplar.fields:
        if each.role == "infrastructure":
            yield exemplar.entity, each.attribute
    for entity in (*application.models, *application.schemas):
        if not transplant.is_mention(entity.name):
            for attribute in entity.attributes:
                yield entity, attribute


def _learn_from(
    element: Element,
    canonical: FieldType,
    source: Source,
    lexicon: Lexicon,
    precedents: Precedents,
) -> None:
    calls = {shape.kind: shape for shape in source.language.calls}
    for node in element.walk():
        head = node.children[0].text.split(".")[-1] if node.kind in calls else ""
        found = lexicon.find_head(head) if head else None
        # A length is that entity's own; a precision is a habit of the whole repository.
        textual = found is not None and found[1].type in ("string", "text", "email", "url")
        if found is not None and found[0] is not lexicon.tables[0] and not textual:
            text = without_qualifier(node.text, head)
            precedents.spellings.setdefault((found[0].id, found[1].type), text)
    for arguments, call in find_option_calls(element, lexicon, source):
        needed = {text.split("=")[0] for texts in call.required.values() for text in texts}
        for argument in arguments.named_children:
            name = argument.children[0].text if argument.children else ""
            if name in needed:
                precedents.options.setdefault((call.name, canonical, name), argument.text)
            spelled = precedents.spellings.get((_table_of(argument, lexicon), canonical), "")
            if (
                spelled
                and argument.text.endswith(spelled)
                and "=" not in argument.text[: -len(spelled)]
            ):
                precedents.columns.setdefault((call.name, canonical), spelled)


def _table_of(argument: Element, lexicon: Lexicon) -> str:
    for leaf in argument.leaves():
        found = lexicon.find_head(leaf.text)
        if found is not None and found[0] is not lexicon.tables[0]:
            return found[0].id
    return ""


def without_qualifier(text: str, head: str) -> str:
    """`sa.DateTime(timezone=True)` without the module that the file reaches it through."""
    return text[text.index(head) :]
