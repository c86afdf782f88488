"""The report for programs: stable keys, described by a published JSON Schema."""

from __future__ import annotations

import json
from typing import Any

from backend_agent.deliver.report import Report, make_report
from backend_agent.values.delivery import Delivery
from backend_agent.values.plain import to_plain


def render_json(delivery: Delivery) -> str:
    """The report as JSON text (RFC 8259), keys in the order of the schema."""
    return json.dumps(to_plain(make_report(delivery)), indent=2, ensure_ascii=False) + "\n"


def write_report_schema() -> str:
    """The JSON Schema (2020-12) of `render_json`, made from the dataclasses themselves."""
    return write_schema(Report, "backend-agent report")


def write_schema(shape: Any, title: str) -> str:
    """The JSON Schema (2020-12) of a dataclass, or a tuple of such, as `to_plain` writes it.

    Every key is always written, so every key is required; further keys may come with a later version.
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(shape).json_schema(mode="serialization")
    _require_all(schema)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(head | {k: v for k, v in schema.items() if k not in head}, indent=2) + "\n"


def _require_all(schema: object) -> None:
    if isinstance(schema, list):
        for each in schema:
            _require_all(each)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("properties"), dict):
        schema["required"] = list(schema["properties"])
    for each in schema.values():
        _require_all(each)
