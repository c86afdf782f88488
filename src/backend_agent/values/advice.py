"""What is known of one technology: whether it is still made, what to use, what a senior knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyAdvice:
    """`status` active, maintenance, deprecated or archived; `replaced_by` its successors; `verified`
    the version that was current on `verified_on` ("" = none recorded); `older` says what became of
    older versions; `notes` is Markdown."""

    id: str
    title: str
    kind: str
    status: str
    language: str = ""
    replaced_by: tuple[str, ...] = ()
    source: str = ""
    verified: str = ""
    verified_on: str = ""
    older: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    notes: str = ""
