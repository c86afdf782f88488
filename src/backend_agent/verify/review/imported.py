"""Reads what other tools found, as SARIF 2.1.0 (OASIS), and tells each flaw once with all who saw it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from backend_agent.catalog import Catalog
from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.review import ImportedTool, ReviewReport
from backend_agent.values.rule import Rule
from backend_agent.values.verification import Finding
from backend_agent.values.weakness import WeaknessFormat

CWE = re.compile(r"(?i)\bcwe[-_ /]?(?:cwe-)?0*(\d+)")
# Tools number the line of a call, of its argument or of its end.
NEAR = 1
SILENT = ("pass", "notApplicable", "informational")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One finding of another tool, with the numbers of its weaknesses."""

    finding: Finding
    weaknesses: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What one run of a tool told; `not_checked` is what the tool itself could not look at."""

    tool: str
    version: str
    foreign: tuple[Foreign, ...] = ()
    not_checked: tuple[Evidence, ...] = ()


def import_sarif(text: str, name: str, catalog: Catalog, paths: tuple[str, ...]) -> list[Imported]:
    """The runs of a log. `paths` are the files of the repository, on which the places in it are brought.

    Raises InputError for what is no SARIF 2.1.0.
    """
    try:
        log = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise InputError(
            f"{name}: not JSON: {error}", hint="give the SARIF that the tool wrote"
        ) from None
    if not isinstance(log, dict) or not isinstance(log.get("runs"), list):
        raise InputError(f"{name}: no SARIF: it holds no runs", hint="ask the tool for SARIF 2.1.0")
    if log.get("version") != "2.1.0":
        raise InputError(
            f"{name}: SARIF {log.get('version')!r} is not read", hint="ask the tool for SARIF 2.1.0"
        )
    place = _place_by(paths)
    standards = _standards_by_weakness(catalog)
    try:
        return [_read_run(run, place, standards) for run in log["runs"]]
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise InputError(
            f"{name}: not as SARIF 2.1.0 has it: {type(error).__name__} {error}",
            hint="validate it, or ask the tool's authors",
        ) from None


def _read_run(
    run: Mapping[str, Any], place: Callable[[str], str | None], standards: Mapping[int, str]
) -> Imported:
    driver = run["tool"]["driver"]
    parts = [driver, *run["tool"].get("extensions", ())]
    rules = {rule["id"]: rule for part in parts for rule in part.get("rules", ())}
    tool = str(driver["name"]).split()[0].lower()
    foreign: list[Foreign] = []
    unknown: list[Evidence] = list(_read_notes(run, tool))
    for result in run.get("results") or ():
        if _is_silent(result):
            continue
        rule = _rule_of(result, driver, rules)
        places: list[Mapping[str, Any]] = result.get("locations") or [{}]
        for location in places:
            at = location.get("physicalLocation") or {}
            uri = str((at.get("artifactLocation") or {}).get("uri") or "")
            path = place(uri)
            line = int((at.get("region") or {}).get("startLine") or 1)
            if path is None:
                text = f"{tool}: its finding lies in a file that is not here"
                unknown.append(Evidence(path=uri, line=line, text=text))
                continue
            foreign.append(_make_finding(tool, result, rule, path, line, standards))
    version = driver.get("semanticVersion") or driver.get("version") or ""
    return Imported(
        tool=tool, version=str(version), foreign=tuple(foreign), not_checked=tuple(unknown)
    )


def _is_silent(result: Mapping[str, Any]) -> bool:
    """Suppressed, passed, or gone since the tool's own baseline (3.27.9, 3.27.23, 3.27.24)."""
    answered = any(
        each.get("status", "accepted") == "accepted" for each in result.get("suppressions") or ()
    )
    gone = result.get("baselineState") == "absent"
    return answered or gone or result.get("kind") in SILENT or result.get("level") == "none"


def _rule_of(
    result: Mapping[str, Any], driver: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Any]:
    """The rule by its id, else by its place in the driver (3.27.6)."""
    named = result.get("ruleId") or (result.get("rule") or {}).get("id") or ""
    if named in rules:
        return rules[named]
    index = result.get("ruleIndex", (result.get("rule") or {}).get("index", -1))
    listed = driver.get("rules") or ()
    if isinstance(index, int) and 0 <= index < len(listed):
        found: Mapping[str, Any] = listed[index]
        return found
    # An id may go on below its rule's: `CA1000/1` (3.52.4).
    return rules.get(named.rpartition("/")[0], {"id": named})


def _make_finding(
    tool: str,
    result: Mapping[str, Any],
    rule: Mapping[str, Any],
    path: str,
    line: int,
    standards: Mapping[int, str],
) -> Foreign:
    level = result.get("level") or (rule.get("defaultConfiguration") or {}).get("level")
    weaknesses = frozenset(_list_weaknesses(result, rule))
    known = sorted(each for each in weaknesses if each in standards)
    rule_id = str(result.get("ruleId") or rule.get("id") or "")
    return Foreign(
        finding=Finding(
            source=f"{tool}:{rule_id}",
            message=_read_message(result.get("message") or {}, rule) or rule_id,
            path=path,
            line=max(line, 1),
            standard=standards[known[0]] if known else "",
            severity="error" if level == "error" else "warning",
            fix=str((rule.get("help") or {}).get("text") or "").strip().split("\n")[0],
        ),
        weaknesses=weaknesses,
    )


def _read_message(message: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """The text, or that of the rule with its arguments put in (3.11)."""
    text = message.get("text")
    if not text:
        strings = rule.get("messageStrings") or {}
        text = (strings.get(message.get("id")) or {}).get("text") or ""
    for number, argument in enumerate(message.get("arguments") or ()):
        text = text.replace(f"{{{number}}}", str(argument))
    return " ".join(str(text).split())


def _list_weaknesses(result: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterator[int]:
    """CWE numbers from tags, from relationships to the CWE taxonomy, and from properties."""
    for holder in (result, rule):
        properties = holder.get("properties") or {}
        for text in (*(properties.get("tags") or ()), properties.get("cwe") or ""):
            yield from (int(number) for number in CWE.findall(str(text)))
        for relation in (*(holder.get("relationships") or ()), *(holder.get("taxa") or ())):
            target = relation.get("target", relation)
            if str((target.get("toolComponent") or {}).get("name")).upper() == "CWE":
                yield from (int(number) for number in re.findall(r"\d+", str(target.get("id"))))


def _read_notes(run: Mapping[str, Any], tool: str) -> Iterator[Evidence]:
    """What the tool says that it could not do."""
    for invocation in run.get("invocations") or ():
        if invocation.get("executionSuccessful") is False:
            yield Evidence(path="", text=f"{tool}: it says that it did not come to its end")
        for note in invocation.get("toolExecutionNotifications") or ():
            if note.get("level") in ("error", "warning"):
                places = [
                    each.get("physicalLocation") or {} for each in note.get("locations") or ()
                ]
                uris = [
                    str((each.get("artifactLocation") or {}).get("uri") or "") for each in places
                ]
                text = " ".join(str((note.get("message") or {}).get("text") or "").split())
                yield Evidence(path=uris[0] if uris else "", text=f"{tool}: {text[:200]}")


def _place_by(paths: tuple[str, ...]) -> Callable[[str], str | None]:
    """Brings a URI on a path of the repository: as it is, else by the longest end that only one has."""
    known = frozenset(paths)

    def place(uri: str) -> str | None:
        path = unquote(urlsplit(uri).path).replace("\\", "/").removeprefix("./").lstrip("/")
        parts = path.split("/")
        for start in range(len(parts)):
            end = "/".join(parts[start:])
            if end in known:
                return end
        found = [each for each in paths if path and each.endswith(f"/{path}")]
        return found[0] if len(found) == 1 else None

    return place


def _standards_by_weakness(catalog: Catalog) -> Mapping[int, str]:
    """Which row a CWE number breaks, by the rules of ours that name it."""
    standards: dict[int, str] = {}
    for document in catalog.documents(Rule):
        for number in CWE.findall(document.value.source):
            standards.setdefault(int(number), document.value.standard)
    return standards


def merge_imported(
    report: ReviewReport, imported: list[Imported], catalog: Catalog
) -> ReviewReport:
    """The report with the findings of others: one that stands where one of ours (or of a tool before)
    breaks the same standard, or has the same weakness, is named there instead of told again."""
    near = _families(catalog)
    sources = {each.name: each.value.source for each in catalog.documents(Rule)}
    told = [
        Foreign(
            finding=each,
            weaknesses=frozenset(map(int, CWE.findall(sources.get(each.source, "")))),
        )
        for each in report.findings
    ]
    tools: list[ImportedTool] = []
    for one in imported:
        merged = 0
        for foreign in one.foreign:
            at = next((n for n, each in enumerate(told) if _is_same(each, foreign, near)), None)
            if at is None:
                told.append(foreign)
                continue
            merged += 1
            name = foreign.finding.source
            also = tuple(dict.fromkeys((*told[at].finding.also, name)))
            if name != told[at].finding.source:
                told[at] = replace(told[at], finding=replace(told[at].finding, also=also))
        tools.append(
            ImportedTool(
                name=one.tool, version=one.version, findings=len(one.foreign), merged=merged
            )
        )
    unknown = tuple(each for one in imported for each in one.not_checked)
    ordered = sorted((each.finding for each in told), key=lambda f: (f.path, f.line, f.source))
    return replace(
        report,
        findings=tuple(ordered),
        not_checked=tuple(dict.fromkeys((*report.not_checked, *unknown))),
        imported=tuple(tools),
    )


def _families(catalog: Catalog) -> Mapping[int, frozenset[int]]:
    """For each number all that mean the same flaw."""
    near: dict[int, frozenset[int]] = {}
    for document in catalog.documents(WeaknessFormat):
        for family in document.value.families:
            for number in family:
                near[number] = near.get(number, frozenset()) | frozenset(family)
    return near


def _is_same(one: Foreign, other: Foreign, near: Mapping[int, frozenset[int]]) -> bool:
    first, second = one.finding, other.finding
    if first.path != second.path or abs(first.line - second.line) > NEAR:
        return False
    if first.source == second.source:
        return first.line == second.line
    if one.weaknesses and other.weaknesses:
        return any(
            number in other.weaknesses or near.get(number, frozenset()) & other.weaknesses
            for number in one.weaknesses
        )
    return bool(first.standard) and first.standard == second.standard and first.line == second.line
