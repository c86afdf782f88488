"""What travelled with the copy and a person should decide about: limits, permissions, choices."""

from __future__ import annotations

from collections.abc import Iterable

from backend_agent.implement.analogy.draft import Draft
from backend_agent.implement.analogy.judge import new_route, new_table
from backend_agent.implement.analogy.request import SQL_RESERVED
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.implement.analogy.territory import LeftMention
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import carries_words, rename_identifier, rename_text, style_words
from backend_agent.syntax.nouns import split_words
from backend_agent.values.application import Route
from backend_agent.values.changes import Note
from backend_agent.values.evidence import Evidence


def write_notes(
    draft: Draft, transplant: Transplant, precedents: tuple[tuple[str, str], ...], url_reason: str
) -> tuple[Note, ...]:
    """In the order of their weight for a reader."""
    notes = (
        *_decisions(draft, transplant, precedents),
        *tell_limits(
            each for part in draft.parts() if part.refusal is None for each in part.travelled
        ),
        *_permissions(draft, transplant),
        *_choices(transplant, url_reason),
        *unanswered_duplicates(transplant),
        *_left(draft),
    )
    return tuple(dict.fromkeys(notes))


def _decisions(
    draft: Draft, transplant: Transplant, precedents: tuple[tuple[str, str], ...]
) -> list[Note]:
    exemplar = transplant.exemplar
    notes = [
        Note(
            kind="decision",
            text=f"made like {exemplar.entity.name}, field by field: "
            + ", ".join(f"{new} from {old}" for new, old in transplant.fields.nearest),
            evidence=exemplar.entity.evidence,
        )
    ]
    written = "\n".join(part.text for part in draft.parts() if part.refusal is None)
    notes += [Note(kind="decision", text=said) for text, said in precedents if text in written]
    kept = [each.name for each in exemplar.fields if each.role == "infrastructure"]
    if kept:
        notes.append(Note(kind="decision", text=f"kept from it: {', '.join(kept)}"))
    return notes


def tell_limits(travelled: Iterable[tuple[str, str, str, Evidence]]) -> list[Note]:
    """One note for each new field that took limits of an old one along."""
    found: dict[str, dict[str, Evidence]] = {}
    origin: dict[str, str] = {}
    for new, old, text, place in travelled:
        found.setdefault(new, {}).setdefault(text, place)
        origin[new] = old
    return [
        Note(
            kind="limit",
            text=f"{new} keeps the limits of {origin[new]}: {', '.join(texts)}",
            evidence=next(iter(texts.values())),
        )
        for new, texts in found.items()
    ]


def _permissions(draft: Draft, transplant: Transplant) -> list[Note]:
    guarded: dict[tuple[str, ...], list[Route]] = {}
    for route in transplant.exemplar.routes:
        if route.access_guards:
            guarded.setdefault(route.access_guards, []).append(route)
    notes = [
        Note(
            kind="permission",
            text=f"{', '.join(str(new_route(route, transplant)) for route in routes)}: guarded by "
            + ", ".join(rename_identifier(guard, transplant.swaps) for guard in guards)
            + ", as the exemplar's are",
            evidence=routes[0].evidence,
        )
        for guards, routes in guarded.items()
    ]
    owners = {
        each.name
        for each in transplant.exemplar.fields
        if each.role == "infrastructure" and each.attribute.foreign_key
    }
    for part in draft.parts():
        if part.refusal is None and not part.source.is_test and not part.is_import:
            notes += _owner_checks(part.element, owners, transplant, part.source.path)
    return notes


def _owner_checks(
    element: Element, owners: set[str], transplant: Transplant, path: str
) -> list[Note]:
    """A condition on the owner came along: who may see or change the new resource is decided."""
    found = []
    for each in element.walk():
        if each.kind not in transplant.language.branches:
            continue
        header = each.source[each.start : each.source.find("\n", each.start)]
        if any(carries_words(header, split_words(owner)) for owner in owners):
            text = rename_text(header.strip(), transplant.swaps, transplant.styles)
            body = each.text.splitlines()[1].strip() if "\n" in each.text else ""
            body = rename_text(body, transplant.swaps, transplant.styles)
            found.append(
                Note(
                    kind="permission",
                    text=f"the owner's check came along: `{text}` → `{body}`",
                    evidence=Evidence(path=path, line=each.line),
                )
            )
    return found


def _choices(transplant: Transplant, url_reason: str) -> list[Note]:
    notes = []
    noun = transplant.noun
    if len(noun.singular) > 1:
        url = style_words(noun.plural, transplant.styles.url)
        notes.append(Note(kind="choice", text=f"the path says `{url}`: {url_reason}"))
    renamed = new_table(transplant)
    if renamed in SQL_RESERVED:
        quoted = any(each.quotes_names for each in transplant.lexicon.vocabularies)
        notes.append(
            Note(
                kind="assumption",
                text=f"the table is called {renamed}, a reserved word of SQL; "
                + (
                    "the library quotes it, SQL written by hand must too"
                    if quoted
                    else "quote it wherever SQL is written by hand"
                ),
            )
        )
    notes += [
        Note(
            kind="assumption",
            text=f"{new.name}: money is kept as a decimal with 12 digits, 2 of them decimals",
        )
        for new in transplant.fields.new
        if new.spec.type == "money"
    ]
    return notes


def unanswered_duplicates(transplant: Transplant) -> list[Note]:
    """A unique field where nothing here shows how the second of its kind is answered."""
    if any(each.attribute.unique for each in transplant.fields.old):
        return []
    return [
        Note(
            kind="left",
            text=f"{new.name} is unique by the database alone: nothing here shows how a duplicate is "
            "answered, so answering it with 409 instead of an error is left to you",
        )
        for new in transplant.fields.new
        if new.spec.unique
    ]


def _left(draft: Draft) -> list[Note]:
    """What was not copied because the new resource has no use for it, and who else speaks of it."""
    notes = [
        Note(
            kind="left",
            text=f"{each.subject} was not copied: {each.reason}",
            evidence=Evidence(path=each.path, line=each.line),
        )
        for part in draft.parts()
        for each in part.told(left=True)
        if not part.is_import
    ]
    notes += [
        Note(
            kind="left",
            text=f"the filter by {name} was not copied: the new resource has no such field",
            evidence=Evidence(path=part.source.path, line=part.element.line),
        )
        for part in draft.parts()
        for name in dict.fromkeys(part.unasked)
        if part.refusal is None and not part.source.is_test
    ]
    notes += [
        Note(
            kind="left",
            text=f"`{each.name}` was not copied: it {each.reason}",
            evidence=Evidence(path=each.source.path, line=each.element.line),
        )
        for each in draft.transplant.territory.left
        if each.kept and not each.owners and not each.uses
    ]
    notes += _of_others(draft.transplant)
    examples = sorted(
        {each.source.path for each in draft.transplant.territory.left if each.source.is_test}
    )
    if examples:
        name = draft.transplant.exemplar.entity.name
        files = ", ".join(examples)
        notes.append(Note(kind="left", text=f"tests that use {name} as an example stay: {files}"))
    return notes


def _of_others(transplant: Transplant) -> list[Note]:
    """One note for each other entity that has a relation or a use of its own to the exemplar."""
    places: dict[str, list[LeftMention]] = {}
    for each in transplant.territory.left:
        for noun in each.owners:
            places.setdefault(style_words(noun.singular, "pascal"), []).append(each)
    name = transplant.exemplar.entity.name
    used = sorted({each.source.path for each in transplant.territory.left if each.uses})
    uses = [Note(kind="left", text=f"other uses of {name} stay as they are: {', '.join(used)}")]
    return (uses if used else []) + [
        Note(
            kind="left",
            text=f"what {owner} does with {name} stays its own: "
            + ", ".join(sorted({each.source.path for each in found})),
            evidence=Evidence(path=found[0].source.path, line=found[0].element.line),
        )
        for owner, found in places.items()
    ]
