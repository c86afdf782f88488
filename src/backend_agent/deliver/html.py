"""The report as one self-contained HTML page: no request leaves it, and nothing in it is markup
but our own template (autoescape, and a content security policy that names our style and script)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from backend_agent.deliver import html_view as view
from backend_agent.deliver.masking import Mask
from backend_agent.deliver.report import Report, make_report
from backend_agent.deliver.wording import (
    say_architecture,
    say_cost,
    say_place,
    say_seconds,
    say_version,
)
from backend_agent.values.delivery import Delivery
from backend_agent.values.verification import Finding

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def read_no_log(_path: str) -> str:
    """The reader of a caller without logs: the excerpts are shown."""
    return ""


def render_html(
    delivery: Delivery, *, mask: Mask, read_log: Callable[[str], str] = read_no_log
) -> str:
    """The page. `read_log` gives the text of an outcome's log ("" when it is gone); it is masked
    and bounded here."""
    from markupsafe import Markup

    report = make_report(delivery)
    environment = make_environment()
    phases = view.list_phases(report)
    # Widths come with the style sheet, because the policy allows no style attribute.
    widths = "".join(f".w{at}{{width:{phase.part}%}}" for at, phase in enumerate(phases))
    style = read_template(environment, "report.css") + widths
    script = read_template(environment, "report.js")
    tone, mark = view.VERDICT_LOOK[report.verdict]
    page = environment.get_template("report.html.j2").render(
        report=report,
        tone=tone,
        mark=mark,
        ran=report.headline.removeprefix(report.verdict),
        facts=_list_facts(report),
        parts=view.list_parts(report),
        checks=view.list_checks(report, lambda path: mask(read_log(path))),
        checks_line=view.count_statuses([_say_result(each.status) for each in report.checks]),
        routes=view.list_routes(report),
        files=view.list_files(report),
        files_line=_say_files(report),
        rows=view.list_rows(report),
        rows_line=view.count_statuses([row.status for row in report.standards]),
        phases=phases,
        phases_line=say_seconds(sum(each.wall for each in report.times)),
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=policy_hash(style),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=policy_hash(script),
    )
    return page + "\n"


def make_environment() -> Environment:
    """Our templates, everything in them escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("backend_agent.deliver", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    environment.filters["place"] = _place
    environment.filters["version"] = say_version
    environment.filters["cost"] = say_cost
    environment.filters["architecture"] = say_architecture
    return environment


def read_template(environment: Environment, name: str) -> str:
    """A file of ours that goes into a page as it is."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()


def policy_hash(text: str) -> str:
    """The hash source of an inline element (Content Security Policy 3, 8.4)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"sha256-{digest}"


def _prose(text: str) -> Markup:
    """A sentence of ours: what stands between backticks is code, everything is escaped."""
    from markupsafe import Markup, escape

    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )


def _place(finding: Finding) -> str:
    return say_place(finding.path, finding.line) or finding.source


def _say_result(status: str) -> str:
    return "not run" if status == "skipped" else status


def _say_files(report: Report) -> str:
    added = sum(file.added for file in report.files)
    removed = sum(file.removed for file in report.files)
    return f"{len(report.files)} files, +{added} −{removed}" if report.files else ""


def _list_facts(report: Report) -> tuple[tuple[str, str], ...]:
    facts = (
        ("run", report.run),
        ("branch", report.branch),
        ("made", report.created_at),
        ("sandbox", report.sandbox),
    )
    return tuple(fact for fact in facts if fact[1])
