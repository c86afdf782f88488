"""Reads what a service exports by OTLP over HTTP, as JSON or protobuf, into spans, metrics and log records.

Source: opentelemetry-proto 1.x, the field numbers of trace, metrics and logs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backend_agent.world.listener import Collector

Message = dict[int, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`kind` 2 = server; ids in hexadecimal; `status` 2 = error."""

    name: str
    trace_id: str
    span_id: str = ""
    parent_id: str = ""
    kind: int = 0
    status: int = 0
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str:
        return next((value for key, value in self.attributes if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    name: str
    unit: str
    histogram: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A log record; `trace_id` "" = it belongs to no trace."""

    body: str
    trace_id: str = ""


@dataclass(slots=True)
class Telemetry:
    """What the collector has received, read anew at each question."""

    collector: Collector

    def spans(self) -> list[Span]:
        return [
            span
            for body, plain in self._bodies("/v1/traces")
            for span in (_json_spans(body) if plain else _proto_spans(body))
        ]

    def metrics(self) -> list[Metric]:
        return [
            metric
            for body, plain in self._bodies("/v1/metrics")
            for metric in (_json_metrics(body) if plain else _proto_metrics(body))
        ]

    def records(self) -> list[Record]:
        return [
            record
            for body, plain in self._bodies("/v1/logs")
            for record in (_json_records(body) if plain else _proto_records(body))
        ]

    def text(self) -> str:
        """Everything that was exported, for a search."""
        return "\n".join(request.body.decode("latin-1") for request in self.collector.received)

    def _bodies(self, path: str) -> Iterator[tuple[bytes, bool]]:
        for request in list(self.collector.received):
            if request.target.partition("?")[0].endswith(path):
                yield request.body, "json" in request.header("content-type")


# --- JSON


def _load(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {}


def _each(node: Any, *names: str) -> Iterator[dict[str, Any]]:
    nodes = [node]
    for name in names:
        nodes = [each for one in nodes if isinstance(one, dict) for each in one.get(name) or ()]
    yield from (each for each in nodes if isinstance(each, dict))


def _json_value(value: Any) -> str:
    if isinstance(value, dict) and value:
        return str(next(iter(value.values())))
    return ""


def _json_spans(body: bytes) -> Iterator[Span]:
    for span in _each(_load(body), "resourceSpans", "scopeSpans", "spans"):
        yield Span(
            name=str(span.get("name", "")),
            trace_id=str(span.get("traceId", "")).lower(),
            span_id=str(span.get("spanId", "")).lower(),
            parent_id=str(span.get("parentSpanId") or "").lower(),
            kind=2 if span.get("kind") in (2, "SPAN_KIND_SERVER") else 0,
            status=2 if (span.get("status") or {}).get("code") in (2, "STATUS_CODE_ERROR") else 0,
            attributes=tuple(
                (str(each.get("key")), _json_value(each.get("value")))
                for each in _each(span, "attributes")
            ),
        )


def _json_metrics(body: bytes) -> Iterator[Metric]:
    for metric in _each(_load(body), "resourceMetrics", "scopeMetrics", "metrics"):
        yield Metric(
            name=str(metric.get("name", "")),
            unit=str(metric.get("unit", "")),
            histogram="histogram" in metric or "exponentialHistogram" in metric,
        )


def _json_records(body: bytes) -> Iterator[Record]:
    for record in _each(_load(body), "resourceLogs", "scopeLogs", "logRecords"):
        yield Record(
            body=_json_value(record.get("body")), trace_id=str(record.get("traceId") or "").lower()
        )


# --- protobuf


def read_message(data: bytes) -> Message:
    """Field number → values: integers of varints and fixed numbers, bytes of the rest. Stops where the
    bytes are no message."""
    fields: Message = {}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        value: Any
        if kind == 0:
            value, at = _varint(data, at)
        elif kind == 1:
            value, at = int.from_bytes(data[at : at + 8], "little"), at + 8
        elif kind == 5:
            value, at = int.from_bytes(data[at : at + 4], "little"), at + 4
        elif kind == 2:
            length, at = _varint(data, at)
            value, at = data[at : at + length], at + length
        else:
            break
        fields.setdefault(number, []).append(value)
    return fields


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    return value, at


def _inner(data: bytes, *numbers: int) -> Iterator[Message]:
    messages = [read_message(data)]
    for number in numbers:
        messages = [
            read_message(each)
            for message in messages
            for each in message.get(number, ())
            if isinstance(each, bytes)
        ]
    yield from messages


def _text(message: Message, number: int) -> str:
    value = (message.get(number) or [b""])[0]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _hex(message: Message, number: int) -> str:
    value = (message.get(number) or [b""])[0]
    return value.hex() if isinstance(value, bytes) else ""


def _any_value(message: Message, number: int) -> str:
    raw = (message.get(number) or [b""])[0]
    inner = read_message(raw) if isinstance(raw, bytes) else {}
    for field in (1, 2, 3, 4):
        if field in inner:
            return _text(inner, field)
    return ""


def _proto_spans(body: bytes) -> Iterator[Span]:
    for span in _inner(body, 1, 2, 2):
        status = read_message((span.get(15) or [b""])[0])
        pairs = (read_message(each) for each in span.get(9, ()))
        yield Span(
            name=_text(span, 5),
            trace_id=_hex(span, 1),
            span_id=_hex(span, 2),
            parent_id=_hex(span, 4),
            kind=2 if (span.get(6) or [0])[0] == 2 else 0,
            status=2 if (status.get(3) or [0])[0] == 2 else 0,
            attributes=tuple((_text(pair, 1), _any_value(pair, 2)) for pair in pairs),
        )


def _proto_metrics(body: bytes) -> Iterator[Metric]:
    for metric in _inner(body, 1, 2, 2):
        yield Metric(
            name=_text(metric, 1), unit=_text(metric, 3), histogram=9 in metric or 10 in metric
        )


def _proto_records(body: bytes) -> Iterator[Record]:
    for record in _inner(body, 1, 2, 2):
        yield Record(body=_any_value(record, 5), trace_id=_hex(record, 9))
