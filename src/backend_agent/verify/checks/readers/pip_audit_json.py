"""Reads `pip-audit --format json`: what was audited, what was skipped, what is known to be unsafe."""

from __future__ import annotations

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import (
    Reading,
    as_mapping,
    as_sequence,
    first_line,
    load_json,
    read_nothing,
)

# The project itself is installed from its folder: no registry can know it.
OWN = "marked as editable"


def read_pip_audit_json(completed: Completed, report: str) -> Reading:
    """The tool ends with 0 although it skipped packages: one skipped is "not checked"."""
    document = as_mapping(load_json(report or completed.output))
    if "dependencies" not in document:
        said = first_line(completed.errors or completed.output)
        return read_nothing(f"nothing was audited: {said or 'no output'}", "dependencies")
    audited = skipped = faulty = 0
    reasons: list[str] = []
    findings: list[Finding] = []
    for item in map(as_mapping, as_sequence(document["dependencies"])):
        if OWN in str(item.get("skip_reason", "")):
            continue
        if "skip_reason" in item:
            skipped += 1
            reasons.append(str(item["skip_reason"]))
            continue
        audited += 1
        flaws = [as_mapping(each) for each in as_sequence(item.get("vulns"))]
        faulty += bool(flaws)
        findings += [_finding(item, flaw) for flaw in flaws]
    total = audited + skipped
    blind = ""
    if skipped and not findings:
        blind = f"{skipped} of {total} dependencies were not audited ({reasons[0][:160]})"
    elif not total:
        blind = "no dependency was audited"
    return Reading(
        counts=Counts(
            examined=audited, passed=audited - faulty, failed=len(findings), skipped=skipped
        ),
        findings=tuple(findings),
        blind=blind,
        unit="dependencies",
    )


def _finding(item: dict[str, object], flaw: dict[str, object]) -> Finding:
    fixes = ", ".join(str(each) for each in as_sequence(flaw.get("fix_versions")))
    advice = f"fixed in {fixes}" if fixes else "no fixed version is known"
    return Finding(
        source=f"advisory {flaw.get('id', '')}".strip(),
        message=f"{item.get('name')} {item.get('version')}: {advice}",
        standard="SE-08",
    )
