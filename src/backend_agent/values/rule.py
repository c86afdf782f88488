"""A static rule: a pattern over trees or text that shows a fault, and the standard it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePattern:
    """One way the fault looks. Exactly one of `pattern` (ast-grep, `$X` metavariables), `kind` (a node kind)
    or `regex` (over each line of the text) finds a place; the rest narrows it, each as an
    ast-grep pattern or a regex: `inside`/`not_inside`/`has`/`not_has` are ast-grep patterns,
    `matches`/`not_matches` regexes over the found text, `where` regexes over metavariables' texts.
    `absent` turns a regex over the whole file: the fault is that it does not occur."""

    pattern: str = ""
    kind: str = ""
    regex: str = ""
    absent: str = ""
    inside: str = ""
    not_inside: str = ""
    has: str = ""
    not_has: str = ""
    matches: str = ""
    not_matches: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    where_not: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`technologies/*/*/rules/*/rule.toml`, its proofs in `cases/bad.*` and `cases/good.*` beside it.

    `files` is a regex over relative paths, `language` the grammar ("" = text only), `standard` a row's id,
    `not_files` leaves paths out (tests, generated code). `question` names a fault that is asked of the application
    model instead of the text: `unguarded-mutation`.
    """

    title: str
    message: str
    standard: str
    files: str
    language: str = ""
    not_files: str = ""
    severity: Literal["error", "warning"] = "error"
    patterns: tuple[RulePattern, ...] = ()
    question: Literal["", "unguarded-mutation", "deprecated-dependency", "committed-secrets"] = ""
    source: str = ""
