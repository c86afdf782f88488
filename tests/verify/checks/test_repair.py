"""A red formatter or linter has a finite repair: the project's own tool on the touched files."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.values.verification import Finding, Outcome
from backend_agent.verify import propose_repairs


def failed(check: str, *paths: str, known: bool = False) -> Outcome:
    findings = tuple(Finding(source=check, message="bad", path=path) for path in paths)
    return Outcome(
        check=check,
        title=check,
        status="failed",
        required=True,
        cwd="api",
        findings=findings,
        known_before=known,
    )


def test_the_linter_repairs_before_the_formatter_and_only_faulty_touched_files(
    catalog: Catalog,
) -> None:
    outcomes = (
        failed("format:ruff-format", "api/a.py", "api/old.py"),
        failed("lint:ruff", "api/b.py"),
        failed("types:mypy", "api/a.py"),
    )
    repairs = propose_repairs(outcomes, catalog, ("api/a.py", "api/b.py", "api/notes.md"))
    assert [(each.check, each.paths) for each in repairs] == [
        ("lint:ruff", ("api/b.py",)),
        ("format:ruff-format", ("api/a.py",)),
    ]
    assert repairs[0].argv[-1] == "b.py"
    assert "--fix" in repairs[0].argv


def test_an_old_fault_is_not_repaired(catalog: Catalog) -> None:
    outcomes = (failed("lint:ruff", "a.py", known=True),)
    assert propose_repairs(outcomes, catalog, ("a.py",)) == ()
