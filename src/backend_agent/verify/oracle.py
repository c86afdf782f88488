"""The route oracle: routes before and after a change differ by exactly the planned ones."""

from __future__ import annotations

from backend_agent.values.application import Application
from backend_agent.values.changes import RouteKey
from backend_agent.values.verification import Counts, Finding, Outcome, RouteDelta
from backend_agent.verify.checks.planned import TITLES

CHECK = "routes"


def compare_routes(
    before: Application,
    after: Application,
    planned: tuple[RouteKey, ...],
    leaving: tuple[RouteKey, ...] = (),
) -> RouteDelta:
    """Routes by method and path. `missing` were planned and did not come (nor were there before);
    `leaving` are planned to go."""
    return compare_keys(_keys(before), _keys(after), planned, leaving)


def compare_keys(
    before: tuple[RouteKey, ...],
    after: tuple[RouteKey, ...],
    planned: tuple[RouteKey, ...],
    leaving: tuple[RouteKey, ...] = (),
) -> RouteDelta:
    """The same of keys that a running application told."""
    old, new, wanted = set(before), set(after), set(planned)
    return RouteDelta(
        added=_sort(new - old),
        removed=_sort(old - new),
        missing=_sort(wanted - new),
        unplanned=_sort(new - old - wanted),
        lost=_sort(old - new - set(leaving)),
        staying=_sort(set(leaving) & new),
    )


def judge_routes(
    delta: RouteDelta, examined: int, *, planned: bool, unresolved: int = 0, note: str = ""
) -> Outcome:
    """The delta as a check; without a plan it is told and judges nothing but what was removed."""
    findings = [
        Finding(source=CHECK, message=f"removed: {key}") for key in (delta.lost if planned else ())
    ]
    findings += [
        Finding(source=CHECK, message=f"planned to go, still there: {key}") for key in delta.staying
    ]
    findings += [
        Finding(source=CHECK, message=f"planned, not there: {key}") for key in delta.missing
    ]
    if planned:
        findings += [
            Finding(source=CHECK, message=f"not planned: {key}") for key in delta.unplanned
        ]
    outcome = Outcome(
        check=CHECK,
        title=TITLES[CHECK],
        status="failed" if findings else "passed",
        required=planned,
        counts=Counts(
            examined=examined, passed=max(examined - len(findings), 0), failed=len(findings)
        ),
        reason=_tell(delta, unresolved, note),
        findings=tuple(findings),
        excerpt="\n".join(finding.message for finding in findings),
    )
    if findings or examined:
        return outcome
    return Outcome(
        check=CHECK,
        title=TITLES[CHECK],
        status="skipped",
        required=False,
        reason="no route was read before or after the change",
    )


def _tell(delta: RouteDelta, unresolved: int, note: str) -> str:
    parts = [f"{len(delta.added)} added, {len(delta.removed)} removed"]
    parts += [f"{unresolved} places could not be resolved"] if unresolved else []
    parts += [note] if note else []
    return "; ".join(parts)


def _keys(application: Application) -> tuple[RouteKey, ...]:
    return tuple(route.key for route in application.routes)


def _sort(keys: set[RouteKey]) -> tuple[RouteKey, ...]:
    return tuple(sorted(keys, key=lambda key: (key.path, key.method)))
