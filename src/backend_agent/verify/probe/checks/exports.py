"""Telemetry that really arrives: traces, metrics and log records sent by OTLP to a receiver of our own."""

from __future__ import annotations

import re
from typing import Any

from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.checks.observability import wait_for
from backend_agent.verify.probe.client import new_nonce
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.verify.probe.telemetry import Span

FLUSH = 6.0


def _new_trace() -> tuple[str, str]:
    nonce = (new_nonce() * 4)[:32]
    return nonce, f"00-{nonce}-{nonce[:16]}-01"


@check("O03")
async def trace_is_continued(desk: Desk) -> Judged:
    trace, parent = _new_trace()
    answer = await desk.client.ask(
        "GET", cheap_target(desk), user=desk.first, headers=(("traceparent", parent),)
    )
    assert desk.held is not None

    # Whoever exports spans is judged by them; the log counts where there are none.
    if desk.telemetry is not None:
        await wait_for(desk.telemetry.spans, 1.5)

    def continued() -> bool:
        assert desk.held is not None
        spans = desk.telemetry.spans() if desk.telemetry else []
        if spans:
            return any(each.trace_id == trace and each.parent_id == trace[:16] for each in spans)
        return trace in desk.held.logs()

    found = await wait_for(continued, FLUSH)
    return expect(
        found,
        "the trace goes on",
        "a traceparent that was sent is neither in a span nor in the log",
        answer,
    )


@check("O04")
async def bad_trace_is_restarted(desk: Desk) -> Judged:
    last = None
    for bad in (
        f"00-{'0' * 32}-{'0' * 16}-01",
        "00-abc-def-01",
        f"ff-{'a' * 32}-{'b' * 16}-01",
        "x" * 2000,
    ):
        last = await desk.client.ask(
            "GET", cheap_target(desk), user=desk.first, headers=(("traceparent", bad),)
        )
        if not last.ok and last.status not in (401, 403):
            return failed(f"a bad traceparent is answered with {last.status or last.trouble}", last)
    good, parent = _new_trace()
    await desk.client.ask("GET", cheap_target(desk), headers=(("traceparent", parent),))
    if desk.telemetry is not None:
        await _spans(desk, lambda span: span.trace_id == good, 2.0)
        zeros = [span for span in desk.telemetry.spans() if not span.trace_id.strip("0")]
        if zeros:
            return failed("a trace of zeros is continued", *([last] if last else []))
    return passed("a new trace", *([last] if last else []))


async def _spans(desk: Desk, wanted: Any, seconds: float = FLUSH) -> list[Span]:
    if desk.telemetry is None:
        return []
    telemetry = desk.telemetry
    await wait_for(lambda: any(wanted(span) for span in telemetry.spans()), seconds)
    return [span for span in telemetry.spans() if wanted(span)]


@check("O09")
async def traces_arrive(desk: Desk) -> Judged:
    if desk.telemetry is None:
        return unknown("there is no receiver")
    answer = await desk.client.ask("GET", cheap_target(desk), user=desk.first)
    spans = await _spans(desk, lambda span: span.kind == 2)
    if not spans:
        return failed("no server span arrived by OTLP", answer)
    for name in ("http.request.method", "http.response.status_code"):
        old = {
            "http.request.method": "http.method",
            "http.response.status_code": "http.status_code",
        }[name]
        if not any(span.attribute(name) or span.attribute(old) for span in spans):
            return failed(f"server spans have no {name}", answer)
    routed = [span for span in spans if span.attribute("http.route")]
    return expect(routed, f"{len(spans)} server spans", "server spans have no http.route", answer)


@check("O10")
async def metrics_arrive(desk: Desk) -> Judged:
    if desk.telemetry is None:
        return unknown("there is no receiver")
    telemetry = desk.telemetry
    await desk.client.ask("GET", cheap_target(desk), user=desk.first)
    wanted = re.compile(r"^http\.server\.(request\.)?duration$")
    await wait_for(lambda: any(wanted.match(each.name) for each in telemetry.metrics()), FLUSH)
    found = next((each for each in telemetry.metrics() if wanted.match(each.name)), None)
    if found is not None:
        if not found.histogram:
            return failed(f"{found.name} is no histogram")
        return expect(
            found.unit in ("s", "ms"),
            f"{found.name} in {found.unit}",
            f"{found.name} has the unit {found.unit!r}",
        )
    page = await desk.client.ask("GET", "/metrics")
    if page.ok and re.search(r"^http_\w*duration\w*_bucket\{", page.text, re.MULTILINE):
        return passed("/metrics for Prometheus", page)
    return failed("no histogram of the duration of requests arrived, and /metrics has none", page)


@check("O11")
async def logs_arrive_with_their_trace(desk: Desk) -> Judged:
    if desk.telemetry is None:
        return unknown("there is no receiver")
    telemetry = desk.telemetry
    await desk.client.ask("GET", f"{desk.prefix}/{new_nonce()}", user=desk.first)
    await wait_for(lambda: any(each.trace_id.strip("0") for each in telemetry.records()), FLUSH)
    records = telemetry.records()
    if not records:
        return failed("no log record arrived by OTLP")
    return expect(
        any(each.trace_id.strip("0") for each in records),
        f"{len(records)} records",
        "log records belong to no trace",
    )


@check("O12")
async def client_errors_are_no_span_errors(desk: Desk) -> Judged:
    nonce_trace, parent = _new_trace()
    await desk.client.ask(
        "GET", f"{desk.prefix}/{new_nonce()}", user=desk.first, headers=(("traceparent", parent),)
    )
    spans = await _spans(desk, lambda span: span.trace_id == nonce_trace and span.kind == 2)
    if not spans:
        return absent("no span arrived")
    return expect(
        all(span.status != 2 for span in spans),
        "404 is no error of the service",
        "a 404 marks its span as an error",
    )


@check("O14")
async def routes_are_templates(desk: Desk) -> Judged:
    made = await desk.create()
    trace, parent = _new_trace()
    await desk.read(made, headers=(("traceparent", parent),))
    spans = await _spans(desk, lambda span: span.trace_id == trace and span.kind == 2)
    if not spans:
        return absent("no span arrived")
    raw = [
        span for span in spans if made.id in span.attribute("http.route") or made.id in span.name
    ]
    return expect(
        len(made.id) < 3 or not raw,
        "templates",
        f"the route of a span holds an id: {raw[0].name if raw else ''}",
    )


@check("O13")
async def dead_collector_is_harmless(desk: Desk) -> Judged:
    if desk.telemetry is None:
        return unknown("there is no receiver")
    if not desk.telemetry.spans():
        return absent("nothing is exported")
    await desk.telemetry.collector.close()
    answers = [await desk.client.ask("GET", cheap_target(desk), user=desk.first) for _ in range(20)]
    slow = max(answers, key=lambda each: each.total)
    broke = next((each for each in answers if each.broke or each.status >= 500), None)
    if broke is not None:
        return failed(
            f"without the collector requests end in {broke.status or broke.trouble}", broke
        )
    return expect(
        slow.total < 1.0,
        f"slowest {slow.total * 1000:.0f} ms",
        f"without the collector a request takes {slow.total:.1f} s",
        slow,
    )
