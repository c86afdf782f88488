"""Logs as JSON lines, and spans, metrics and log records exported by OTLP over HTTP as JSON."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from .store import utc_now

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Telemetry:
    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.spans: list[dict[str, Any]] = []
        self.records: list[dict[str, Any]] = []
        self.durations: list[float] = []

    def log(self, level: str, message: str, trace: str = "", **fields: object) -> None:
        line = {"time": utc_now(), "level": level, "message": message, "trace_id": trace, **fields}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        self.records.append(
            {"body": {"stringValue": message}, "severityText": level, "traceId": trace}
        )

    def span(
        self, method: str, route: str, status: int, trace: str, parent: str, seconds: float
    ) -> None:
        now = time.time_ns()
        self.durations.append(seconds)
        self.spans.append(
            {
                "traceId": trace, "spanId": secrets.token_hex(8), "parentSpanId": parent, "kind": 2,
                "name": f"{method} {route}",
                "startTimeUnixNano": str(now - int(seconds * 1e9)), "endTimeUnixNano": str(now),
                "attributes": [
                    attribute("http.request.method", method),
                    attribute("http.route", route),
                    attribute("http.response.status_code", status),
                ],
                "status": {"code": 2} if status >= 500 else {},
            }
        )  # fmt: skip

    async def export_for_ever(self) -> None:
        while self.endpoint:
            await asyncio.sleep(0.2)
            await self.flush()

    async def flush(self) -> None:
        spans, self.spans = self.spans[:500], []
        records, self.records = self.records[:500], []
        await self.send("/v1/traces", {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]})
        await self.send("/v1/logs", {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]})
        await self.send(
            "/v1/metrics", {"resourceMetrics": [{"scopeMetrics": [{"metrics": [self.metric()]}]}]}
        )

    def metric(self) -> dict[str, Any]:
        point = {"count": str(len(self.durations)), "sum": sum(self.durations)}
        return {
            "name": "http.server.request.duration",
            "unit": "s",
            "histogram": {"dataPoints": [point]},
        }

    async def send(self, path: str, value: object) -> None:
        url, body = urlsplit(self.endpoint), json.dumps(value).encode()
        lines = [f"POST {path} HTTP/1.1", f"Host: {url.netloc}", "Content-Type: application/json"]
        head = "\r\n".join((*lines, f"Content-Length: {len(body)}", "Connection: close", "", ""))
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(url.hostname, url.port), 1.0
            )
            writer.write(head.encode() + body)
            await asyncio.wait_for(reader.readline(), 1.0)
            writer.close()


def attribute(name: str, value: object) -> dict[str, object]:
    return {"key": name, "value": {"stringValue": str(value)}}
