"""Faults that no single line shows: asked of the application model and of the catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from backend_agent.catalog import Catalog, Document
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import FileChange
from backend_agent.values.rule import Question, Rule
from backend_agent.values.verification import Finding
from backend_agent.verify.review.lines import changed_lines, decode_text

MUTATING = frozenset(("POST", "PUT", "PATCH", "DELETE"))
# A dependency that opens a database session is a guard by position, not by meaning.
GUARDS_ACCESS = re.compile(
    r"(?i)user|auth|token|permi|role|admin|secur|login|principal|api_?key|owner|scope|claim"
)
# Operations that must be open to those who have no session yet.
OPEN_PATHS = re.compile(
    r"(?i)login|log-in|signin|sign-in|signup|sign-up|register|token|session|password|recover|reset"
    r"|webhook|callback|health|live|ready|refresh|verify|confirm"
)
ENOUGH_SIBLINGS = 2

Ask = Callable[[Document[Rule], tuple[FileChange, ...], Application, Catalog], tuple[Finding, ...]]


def ask_question(
    document: Document[Rule],
    changes: tuple[FileChange, ...],
    application: Application,
    catalog: Catalog,
) -> tuple[Finding, ...]:
    """The findings of a rule that asks a question."""
    return QUESTIONS[document.value.question](document, changes, application, catalog)


def find_unguarded(
    document: Document[Rule],
    changes: tuple[FileChange, ...],
    application: Application,
    _catalog: Catalog,
) -> tuple[Finding, ...]:
    """A mutating route without a guard of access while most of its siblings have one."""
    touched = {change.path: changed_lines(change) for change in changes if change.after is not None}
    mutating = [
        route
        for route in application.routes
        if route.method in MUTATING and not OPEN_PATHS.search(route.path)
    ]
    guarded = [route for route in mutating if _is_guarded(route)]
    # Where most mutations are open, being open is how this service works.
    if len(guarded) < ENOUGH_SIBLINGS or len(guarded) * 2 < len(mutating):
        return ()
    return tuple(
        Finding(
            source=document.name,
            message=f"{route.key}: {document.value.message}",
            path=route.evidence.path,
            line=route.evidence.line,
            standard=document.value.standard,
            severity=document.value.severity,
            known_before=route.evidence.line not in touched[route.evidence.path],
        )
        for route in mutating
        if not _is_guarded(route) and route.evidence.path in touched
    )


def find_deprecated(
    document: Document[Rule],
    changes: tuple[FileChange, ...],
    _application: Application,
    catalog: Catalog,
) -> tuple[Finding, ...]:
    """A line of a manifest that newly names a package which data calls deprecated or archived."""
    findings: list[Finding] = []
    for change in changes:
        if change.after is None or not re.search(document.value.files, change.path):
            continue
        written = changed_lines(change)
        findings.extend(
            Finding(
                source=document.name,
                message=message,
                path=change.path,
                line=line,
                standard=document.value.standard,
                severity=document.value.severity,
            )
            for line, message in deprecated_lines(decode_text(change.after), catalog)
            if line in written
        )
    return tuple(findings)


def deprecated_lines(text: str, catalog: Catalog) -> Iterator[tuple[int, str]]:
    """The lines of a manifest that name a package which data calls deprecated or archived."""
    packages = _deprecated_packages(catalog)
    older = _older_packages(catalog)
    for number, line in enumerate(text.splitlines(), 1):
        for package, below, advice in older:
            found = re.search(
                rf"(?i)(?:^|[\"'/]){re.escape(package)}(?:\[\w+\])?[\"']?\s*[:@=~]+\s*[\"']?[\^~>=v ]*(\d+)",
                line,
            )
            if found and int(found.group(1)) < below:
                yield number, f"{package} {found.group(1)} {advice}"
        for package, advice in packages.items():
            if package in line and re.search(rf"(?<![\w@/.-]){re.escape(package)}(?![\w/-])", line):
                yield number, f"{package} {advice}"


def _older_packages(catalog: Catalog) -> list[tuple[str, int, str]]:
    """Packages whose major versions below a number are at their end, with what to take."""
    found: list[tuple[str, int, str]] = []
    for technology in catalog.technologies:
        for older in technology.older:
            major = older.below.split(".")[0]
            if major.isdigit() and older.status.state in ("deprecated", "archived"):
                advice = f"is {older.status.state}; use {', '.join(older.status.replaced_by)}"
                found.extend((package, int(major), advice) for package in technology.packages)
    return found


def _is_guarded(route: Route) -> bool:
    return any(GUARDS_ACCESS.search(guard) for guard in route.guards)


def _deprecated_packages(catalog: Catalog) -> dict[str, str]:
    packages = {}
    for technology in catalog.technologies:
        if technology.status.state in ("deprecated", "archived"):
            others = ", ".join(technology.status.replaced_by)
            advice = f"is {technology.status.state}" + (f"; use {others}" if others else "")
            packages.update(dict.fromkeys(technology.packages, advice))
    return packages


QUESTIONS: Mapping[Question, Ask] = {
    "unguarded-mutation": find_unguarded,
    "deprecated-dependency": find_deprecated,
}
