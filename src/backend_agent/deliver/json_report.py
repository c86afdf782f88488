"""The report for programs: stable keys, described by a published JSON Schema."""

from __future__ import annotations

import json

from backend_agent.deliver.report import Report, make_report
from backend_agent.values.delivery import Delivery
from backend_agent.values.plain import to_plain


def render_json(delivery: Delivery) -> str:
    """The report as JSON text (RFC 8259), keys in the order of the schema."""
    return json.dumps(to_plain(make_report(delivery)), indent=2, ensure_ascii=False) + "\n"


def write_report_schema() -> str:
    """The JSON Schema (2020-12) of `render_json`, made from the dataclasses themselves."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Report).json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "backend-agent report",
    }
    return json.dumps(head | {k: v for k, v in schema.items() if k not in head}, indent=2) + "\n"
