"""What a probe found as files: JUnit and SARIF for pipelines, one HTML page with every exchange."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from backend_agent.deliver.sarif import frame_run
from backend_agent.deliver.xml_text import escape_xml
from backend_agent.values.exchange import Exchange
from backend_agent.values.probe import Answered, ProbeReport, Ruling
from backend_agent.values.version import VERSION
from backend_agent.world.files import write_atomic

LEVELS = {"must": "error", "should": "warning", "house": "note"}
MOST_SHOWN = 6000


def write_probe_reports(
    report: ProbeReport,
    *,
    junit: Path | None = None,
    sarif: Path | None = None,
    html: Path | None = None,
) -> None:
    """Write those that were asked for. Raises InputError where a file cannot be written."""
    for path, render in ((junit, render_junit), (sarif, render_sarif), (html, render_html)):
        if path is not None:
            write_atomic(path, render(report).encode("utf-8", "replace"))


def render_curl(exchange: Exchange, base: str) -> str:
    """A command that sends the request again. Bytes that curl would not send as they are become a pipe."""
    head, _, body = exchange.sent.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    host = next(
        (line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("host:")),
        "",
    )
    plain = (
        bool(re.fullmatch(r"[A-Z]+ \S+ HTTP/1\.1", lines[0]))
        and body.isascii()
        and b"\x00" not in body
    )
    plain = plain and not any(
        re.match(r"(?i)(transfer-encoding|content-length):", line)
        for line in lines[1:]
        if len(body) == 0
    )
    if not plain:
        raw = "".join(
            chr(byte) if 32 <= byte < 127 and chr(byte) not in "'%\\" else f"\\x{byte:02x}"
            for byte in exchange.sent[:4000]
        )
        return f"printf '{raw}' | nc {(host or 'HOST PORT').replace(':', ' ')}"
    words = ["curl", "-i", "-X", exchange.method]
    for line in lines[1:]:
        if not line.lower().startswith(("host:", "content-length:", "user-agent:")):
            words += ["-H", _quote(line)]
    if body:
        words += ["--data-binary", _quote(body[:4000].decode("ascii"))]
    scheme = "https" if base.startswith("https") else "http"
    return " ".join((*words, _quote(f"{scheme}://{host}{exchange.target}")))


def _quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def render_junit(report: ProbeReport) -> str:
    """A test suite for each area; unknown and not applicable are skipped, with the reason."""
    suites = []
    for area in dict.fromkeys(answer.area for answer in report.answers):
        mine = [answer for answer in report.answers if answer.area == area]
        failures = sum(answer.ruling == "fail" for answer in mine)
        skipped = sum(answer.ruling in ("na", "unknown") for answer in mine)
        cases = "".join(_junit_case(answer, report.target) for answer in mine)
        counts = f'tests="{len(mine)}" failures="{failures}" skipped="{skipped}"'
        suites.append(f'<testsuite name="{escape_xml(area)}" {counts}>{cases}</testsuite>')
    if report.blocked:
        case = f'<testcase name="start"><error message="{escape_xml(report.blocked)}"/></testcase>'
        suites.append(f'<testsuite name="probe" tests="1" errors="1">{case}</testsuite>')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="probe">{"".join(suites)}</testsuites>\n'


def _junit_case(answer: Answered, base: str) -> str:
    name = escape_xml(f"{answer.check} {answer.title}")
    inner = ""
    if answer.ruling == "fail":
        replays = "\n".join(render_curl(each, base) for each in answer.exchanges)
        inner = f'<failure type="{answer.tier}" message="{escape_xml(answer.reason)}">{escape_xml(replays)}</failure>'
    elif answer.ruling != "pass":
        inner = f'<skipped message="{escape_xml(f"{answer.ruling}: {answer.reason}")}"/>'
    head = f'classname="{escape_xml(answer.area)}" name="{name}" time="{answer.seconds:.3f}"'
    return f"<testcase {head}>{inner}</testcase>"


def render_sarif(report: ProbeReport) -> str:
    """SARIF 2.1.0; the place of a finding is the address that was asked."""
    rules = [
        {
            "id": answer.check,
            "shortDescription": {"text": answer.title},
            "help": {"text": answer.source},
            "properties": {"tags": [answer.tier, *answer.standards]},
        }
        for answer in report.answers
    ]
    results = [
        {
            "ruleId": answer.check,
            "level": LEVELS[answer.tier],
            "message": {"text": f"{answer.title}: {answer.reason}"},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": each.target.lstrip("/") or "."}}}
                for each in answer.exchanges[:1]
            ],
        }
        for answer in report.of("fail")
    ]
    driver = {"name": "backend-agent probe", "version": VERSION, "rules": rules}
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps(frame_run(run), indent=2, ensure_ascii=False) + "\n"


STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;
color:#1b1f24;background:#fff}
pre{background:#f4f5f7;padding:.7rem;overflow:auto;font-size:12.5px;border-radius:4px}
summary{cursor:pointer;padding:.15rem 0}
.fail>summary{color:#b3261e}.pass>summary{color:#146c43}.na>summary,.unknown>summary{color:#6a737d}small{color:#6a737d}
@media(prefers-color-scheme:dark){body{background:#15181c;color:#e3e6ea}pre{background:#1f242a}.fail>summary{color:#ff8a80}
.pass>summary{color:#7bd8a5}}"""
MARKS = {"pass": "✓", "fail": "✗", "na": "–", "unknown": "?"}


RULINGS: tuple[tuple[Ruling, str], ...] = (
    ("pass", "passed"),
    ("fail", "failed"),
    ("na", "not applicable"),
    ("unknown", "unknown"),
)


def render_html(report: ProbeReport) -> str:
    """One page without scripts: every question, its answer, its bytes and how to send them again."""
    return "".join(_html_parts(report))


def _html_parts(report: ProbeReport) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><meta charset="utf-8">'
    yield f"<title>probe {escape(report.target)}</title><style>{STYLE}</style>"
    yield f"<h1>Probe of {escape(report.target)}</h1>"
    if report.blocked:
        yield f"<p><strong>blocked: {escape(report.blocked)}</strong></p>"
    counts = ", ".join(f"{len(report.of(ruling))} {name}" for ruling, name in RULINGS)
    yield f"<p>{counts}; {report.requests} requests in {report.seconds:.1f} s, depth {report.depth}.</p><ul>"
    for name, value in report.surface.found:
        yield f"<li>{escape(name)}: <code>{escape(value)}</code></li>"
    yield "</ul>"
    for note in report.notes:
        yield f"<p><small>{escape(note)}</small></p>"
    area = ""
    for answer in report.answers:
        if answer.area != area:
            area = answer.area
            yield f"<h2>{escape(area)}</h2>"
        yield _html_answer(answer, report.target)
    yield "</html>\n"


def _html_answer(answer: Answered, base: str) -> str:
    opened = " open" if answer.ruling == "fail" else ""
    head = f"{MARKS[answer.ruling]} {answer.check} {answer.title}: {answer.reason}"
    foot = f"{answer.tier}; {answer.source}; {', '.join(answer.standards)}; {answer.seconds:.2f} s"
    parts = [
        f'<details class="{answer.ruling}"{opened}><summary>{escape(head)}</summary>',
        f"<p><small>{escape(foot)}</small></p>",
    ]
    for each in answer.exchanges:
        parts += [
            f"<pre>{escape(render_curl(each, base))}</pre>",
            f"<pre>{escape(_show(each.sent))}</pre>",
            f"<pre>{escape(_show(each.received) or each.trouble)}</pre>",
            f"<p><small>{escape(_times(each))}</small></p>",
        ]
    return "".join((*parts, "</details>"))


def _times(exchange: Exchange) -> str:
    phases = (
        ("connected", exchange.connected),
        ("first byte", exchange.first_byte),
        ("total", exchange.total),
    )
    return (
        ", ".join(f"{name} {seconds * 1000:.1f} ms" for name, seconds in phases)
        + " "
        + exchange.trouble
    )


def _show(data: bytes) -> str:
    text = data[:MOST_SHOWN].decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    return text + ("\n… cut" if len(data) > MOST_SHOWN else "")
