"""What the repository leaves open, with the other ways to write it: tried where its checks refuse one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backend_agent.implement.analogy.lexicon import Lexicon, same_family
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.syntax.names import Styles
from backend_agent.values.changes import Choice, Note
from backend_agent.values.language import StyleName

PATHS, FILES = "the path", "file names"
_WIRE = "{type} in JSON"
_STYLES: tuple[StyleName, ...] = ("kebab", "camel", "snake", "pascal")


def settle_styles(styles: Styles, settled: tuple[tuple[str, str], ...]) -> Styles:
    """The styles of the repository, with what was settled of what it leaves open."""
    wanted = dict(settled).get(PATHS)
    return replace(styles, url=_style(wanted)) if wanted else styles


def settle_files(settled: tuple[tuple[str, str], ...]) -> StyleName | None:
    wanted = dict(settled).get(FILES)
    return _style(wanted) if wanted else None


def settle_types(settled: tuple[tuple[str, str], ...], lexicon: Lexicon) -> Lexicon:
    """The lexicon with the form in JSON that was settled for a type."""
    kinds = {_WIRE.format(type=each.type): each.type for each in lexicon.language.types}
    forms = tuple((kinds[subject], text) for subject, text in settled if subject in kinds)
    return replace(lexicon, settled=forms)


def list_open(
    transplant: Transplant, settled: tuple[tuple[str, str], ...], *, shown: bool
) -> tuple[Choice, ...]:
    """What is still open: first what tests can tell, then what only linters can. `shown` = routes of
    the repository show how paths are written."""
    wide = len(transplant.noun.singular) > 1
    found = list(_open_types(transplant))
    if wide and not shown:
        found.append(_among(PATHS, transplant.styles.url, _STYLES[:3]))
    # A file that is imported by a name must be called as names are.
    called_by_path = transplant.language.imports.separator == "/"
    if wide and called_by_path and not transplant.codebase.shows_file_style:
        found.append(_among(FILES, transplant.codebase.file_style, _STYLES))
    return tuple(each for each in found if each.subject not in dict(settled))


def tell_open(choices: tuple[Choice, ...]) -> tuple[Note, ...]:
    return tuple(
        Note(
            kind="choice",
            text=f"{each.subject}: nothing here decides; where the checks refuse {each.taken}, "
            f"{' or '.join(each.others)} is tried",
        )
        for each in choices
    )


def _open_types(transplant: Transplant) -> Iterator[Choice]:
    """Types whose form in JSON no field of the exemplar shows."""
    lexicon = transplant.lexicon
    for kind in dict.fromkeys(each.spec.type for each in transplant.fields.new):
        shown = any(same_family(each.type, kind) for each in transplant.fields.old)
        forms = dict.fromkeys(each.json[0] for each in lexicon.list_forms(kind))
        taken = lexicon.sample_spelling(kind)
        if not shown and len(forms) > 1 and taken is not None:
            others = tuple(each for each in forms if each != taken.json[0])
            yield Choice(subject=_WIRE.format(type=kind), taken=taken.json[0], others=others)


def _among(subject: str, taken: str, known: tuple[StyleName, ...]) -> Choice:
    return Choice(
        subject=subject, taken=taken, others=tuple(each for each in known if each != taken)
    )


def _style(name: str) -> StyleName:
    return next(each for each in _STYLES if each == name)
