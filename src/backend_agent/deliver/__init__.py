"""From recorded values to a branch and reports in Markdown, JSON and HTML."""

from backend_agent.deliver.build import build_delivery
from backend_agent.deliver.gate import gate_text
from backend_agent.deliver.json_report import render_json
from backend_agent.deliver.summary import summary_text
from backend_agent.deliver.write import name_reports, write_reports

__all__ = [
    "build_delivery",
    "gate_text",
    "name_reports",
    "render_json",
    "summary_text",
    "write_reports",
]
