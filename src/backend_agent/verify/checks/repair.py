"""The finite repairs of a red check: the project's own formatter, the linter's own safe fixes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import relpath

from backend_agent.catalog import Catalog
from backend_agent.values.stack import Component
from backend_agent.values.verification import Outcome
from backend_agent.verify.checks.planned import kind_of
from backend_agent.verify.checks.scope import build_argv

REPAIRED = ("lint", "format")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One command that may turn a check green, on the touched `paths` alone. `cwd` is relative."""

    check: str
    title: str
    argv: tuple[str, ...]
    cwd: str
    paths: tuple[str, ...]
    timeout: int = 120


def propose_repairs(
    outcomes: tuple[Outcome, ...], catalog: Catalog, touched: tuple[str, ...]
) -> tuple[Repair, ...]:
    """The linter's fixes before the formatter's, because a fix may leave lines to format.

    Only for checks that newly failed; `touched` are the change's paths, relative to the root.
    """
    repairs = []
    for kind in REPAIRED:
        for outcome in outcomes:
            if kind_of(outcome.check) != kind or outcome.status != "failed" or outcome.known_before:
                continue
            repair = _find_repair(outcome, catalog, touched)
            if repair is not None:
                repairs.append(repair)
    return tuple(repairs)


def _find_repair(outcome: Outcome, catalog: Catalog, touched: tuple[str, ...]) -> Repair | None:
    technology = catalog.find_technology(outcome.check.partition(":")[2])
    if technology is None:
        return None
    for command in technology.commands:
        if not command.writes or command.kind != kind_of(outcome.check):
            continue
        pattern = re.compile(command.files)
        faulty = {finding.path for finding in outcome.new_findings}
        paths = tuple(
            path for path in touched if pattern.search(path) and (not faulty or path in faulty)
        )
        if paths:
            inside = tuple(relpath(path, outcome.cwd or ".") for path in paths)
            return Repair(
                check=outcome.check,
                title=f"{technology.title}: {command.kind} the touched files",
                argv=build_argv(command, {}, inside, ()),
                cwd=outcome.cwd,
                paths=paths,
                timeout=command.timeout,
            )
    return None


def propose_tidying(
    component: Component, catalog: Catalog, touched: tuple[str, ...]
) -> tuple[Repair, ...]:
    """What the project's own tools would do to the touched files before anything is checked: the
    linter's safe fixes, then the formatter."""
    repairs = []
    for kind in REPAIRED:
        for found in component.technologies:
            technology = catalog.find_technology(found.id)
            for command in technology.commands if technology else ():
                paths = tuple(path for path in touched if re.search(command.files, path))
                if command.kind != kind or not command.writes or not paths:
                    continue
                inside = tuple(relpath(path, component.path or ".") for path in paths)
                repairs.append(
                    Repair(
                        check=f"{kind}:{found.id}",
                        title=f"{found.title}: {kind} the touched files",
                        argv=build_argv(command, {}, inside, ()),
                        cwd=component.path,
                        paths=paths,
                        timeout=command.timeout,
                    )
                )
    return tuple(repairs)
