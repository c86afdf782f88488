"""Problem details: every class of error told in one shape, completely, and nothing of the inside."""

from __future__ import annotations

import re

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.errors import provoke_errors
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown


@check("E14")
async def every_error_is_a_problem(desk: Desk) -> Judged:
    errors = await provoke_errors(desk)
    if not errors:
        return unknown("no error could be provoked")
    bad = {
        name: each
        for name, each in errors.items()
        if each.media_type != "application/problem+json" or not isinstance(each.json(), dict)
    }
    if bad:
        return failed(
            f"{len(errors) - len(bad)} of {len(errors)} classes are problem details; not: {', '.join(bad)}",
            *list(bad.values())[:3],
        )
    return passed(f"{len(errors)} classes", *list(errors.values())[:1])


async def _problems(desk: Desk) -> list[Exchange]:
    found = [*(await provoke_errors(desk)).values(), *desk.client.exchanges]
    return [
        each
        for each in found
        if each.media_type == "application/problem+json" and isinstance(each.json(), dict)
    ]


@check("E15")
async def problem_status_agrees(desk: Desk) -> Judged:
    problems = await _problems(desk)
    if not problems:
        return absent("no error is a problem detail")
    bad = next(
        (each for each in problems if each.json().get("status", each.status) != each.status), None
    )
    return expect(
        bad is None,
        f"{len(problems)} problems",
        "the problem's status is not the answer's",
        *([bad] if bad else problems[:1]),
    )


@check("E16")
async def problem_type_and_title(desk: Desk) -> Judged:
    problems = await _problems(desk)
    if not problems:
        return absent("no error is a problem detail")
    titles: dict[str, str] = {}
    for each in problems:
        body = each.json()
        kind, title = body.get("type", "about:blank"), body.get("title")
        if not isinstance(kind, str) or not kind or " " in kind:
            return failed("the problem's type is no URI", each)
        if not isinstance(title, str) or not title:
            return failed("the problem has no title", each)
        if kind != "about:blank" and titles.setdefault(kind, title) != title:
            return failed(f"{kind} has two titles", each)
    return passed(f"{len(problems)} problems", *problems[:1])


@check("E17")
async def errors_tell_no_internals(desk: Desk) -> Judged:
    errors = [
        *(await provoke_errors(desk)).values(),
        *(each for each in desk.client.exchanges if each.status >= 400),
    ]
    patterns = [re.compile(pattern, re.MULTILINE) for pattern in desk.words.internal_patterns]
    for each in errors:
        if "html" in each.media_type and each.status < 500 and len(each.body) > 20_000:
            continue
        for pattern in patterns:
            found = pattern.search(each.text)
            if found and found.group() not in each.sent.decode("latin-1", "replace"):
                return failed(f"an error tells internals: {found.group()[:80]!r}", each)
    return passed(f"{len(errors)} errors read")


@check("E18")
async def unexpected_failure_is_handled(desk: Desk) -> Judged:
    broken = [each for each in desk.client.exchanges if each.status == 500]
    if not broken:
        return passed("nothing that was sent made it fail")
    bare = next(
        (
            each
            for each in broken
            if "json" not in each.media_type or not isinstance(each.json(), dict)
        ),
        None,
    )
    if bare is not None:
        return failed("500 without a structured body", bare)
    return passed("500 is told as an error of its own", broken[0])
