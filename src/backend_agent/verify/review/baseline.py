"""A baseline of existing debt: findings known by rule, path and the text of their line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable

from backend_agent.values.errors import InputError
from backend_agent.values.verification import Finding

LinesOf = Callable[[str], list[str]]
VERSION = 1


def write_baseline(findings: tuple[Finding, ...], lines_of: LinesOf) -> str:
    """The findings as JSON text, sorted, one per line, so that it reads well in a diff."""
    marks = sorted(_mark(finding, lines_of) for finding in findings)
    return json.dumps({"version": VERSION, "findings": marks}, indent=1) + "\n"


def apply_baseline(
    text: str, findings: tuple[Finding, ...], lines_of: LinesOf
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """New findings, and those that the baseline knows (as often as it knows them). Raises InputError."""
    try:
        read = json.loads(text)
        known = Counter(str(mark) for mark in read["findings"])
    except (ValueError, KeyError, TypeError) as error:
        why = "it holds no list `findings`" if isinstance(error, KeyError) else error
        raise InputError(
            f"the baseline cannot be read: {why}", hint="write it with --write-baseline"
        ) from None
    fresh: list[Finding] = []
    accepted: list[Finding] = []
    for finding in findings:
        mark = _mark(finding, lines_of)
        if known[mark] > 0:
            known[mark] -= 1
            accepted.append(finding)
        else:
            fresh.append(finding)
    return tuple(fresh), tuple(accepted)


def _mark(finding: Finding, lines_of: LinesOf) -> str:
    """Independent of line numbers: an insert above moves nothing."""
    lines = lines_of(finding.path)
    text = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
    return f"{finding.source} {finding.path} {digest}"
