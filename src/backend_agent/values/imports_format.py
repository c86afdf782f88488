"""How the sources of a language import each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarOf:
    """Files of a suffix are read by this tree grammar."""

    suffix: str
    grammar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFormat:
    """`data/technologies/<kind>/<id>/imports.toml`.

    `kinds` are the nodes of an import; `pattern` is a regex over such a node's text whose group
    `target` is what is imported, group `names` the names of it that may be modules themselves.
    `separator` parts the target's names; `inner` are first names that stand for the project itself
    (`crate`, `@`); a target that begins with `relative` is looked for from the importing file: as a
    path, or (`dotted`) one folder up for each further mark. `stems` are files that stand for their
    folder. `named` is a regex over texts in a file that plays no role, whose group `target` is a module
    that a framework imports by its name. `above` is a regex for imports that stay above all others.
    """

    files: tuple[GrammarOf, ...]
    kinds: tuple[str, ...]
    pattern: str
    separator: str = "/"
    inner: tuple[str, ...] = ()
    relative: str = ""
    dotted: bool = False
    stems: tuple[str, ...] = ()
    named: str = ""
    above: str = ""
