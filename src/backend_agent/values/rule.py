"""A static rule: a pattern over trees or text that shows a fault, and the standard it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Question = Literal["", "unguarded-mutation", "deprecated-dependency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePattern:
    """One way the fault looks. Exactly one of these finds places:

    pattern  an ast-grep pattern with `$X` and `$$$X`
    kind     a kind of node of the grammar
    regex    a regex over the whole text (`^` and `$` at line ends)
    absent   a regex that must occur: the fault is that it does not, told at the last match of `at`

    The rest narrows it, by regexes: `matches` and `not_matches` over the found text, `where` and
    `where_not` over the texts of metavariables, `has_name` over whole identifiers inside,
    `inside` is the kind of a node around it whose first lines match `inside_matches`.
    """

    pattern: str = ""
    kind: str = ""
    regex: str = ""
    absent: str = ""
    at: str = ""
    matches: str = ""
    not_matches: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    where_not: Mapping[str, str] = field(default_factory=dict)
    has_name: str = ""
    inside: str = ""
    inside_matches: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`rules/*/rule.toml` of a technology or of all, its proofs in `cases/bad*` and `cases/good*` beside it.

    `files` and `not_files` are regexes over relative paths, `language` is the grammar ("" = text
    only), `standard` a row's id. An error fails the review, a warning is only told. `question`
    names a fault that is asked of the application or the catalog instead of the text.
    """

    title: str
    message: str
    standard: str
    files: str = ""
    not_files: str = ""
    language: str = ""
    severity: Literal["error", "warning"] = "error"
    patterns: tuple[RulePattern, ...] = ()
    question: Question = ""
    source: str = ""
