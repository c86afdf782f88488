"""Writes the three reports of a delivery into the run's folder."""

from __future__ import annotations

from pathlib import Path

from backend_agent.deliver.html import render_html
from backend_agent.deliver.json_report import render_json
from backend_agent.deliver.markdown import render_markdown
from backend_agent.deliver.masking import Mask
from backend_agent.deliver.transcript import PAGE, render_transcript
from backend_agent.values.conversation import TRANSCRIPT
from backend_agent.values.delivery import Delivery, ReportFiles
from backend_agent.values.errors import InputError
from backend_agent.world.files import read_file, read_json_lines, write_atomic


def name_reports(folder: Path) -> ReportFiles:
    """Where the reports of a run lie."""
    return ReportFiles(
        markdown=str(folder / "report.md"),
        json=str(folder / "report.json"),
        html=str(folder / "report.html"),
    )


def write_reports(delivery: Delivery, folder: Path, work: Path, mask: Mask) -> ReportFiles:
    """Markdown, JSON and HTML into `folder`, each whole or not at all, and a page of what was said where
    a language model worked; the logs that outcomes name lie below `work`."""
    files = name_reports(folder)
    for path, text in (
        (files.markdown, render_markdown(delivery)),
        (files.json, render_json(delivery)),
        (files.html, render_html(delivery, mask=mask, read_log=lambda log: _read_log(work / log))),
    ):
        write_atomic(Path(path), text.encode())
    said = read_json_lines(folder / TRANSCRIPT)
    if said:
        page = render_transcript(said, delivery.headline)
        write_atomic(folder / PAGE, page.encode())
    return files


def _read_log(path: Path) -> str:
    """A log that is gone is no reason to have no report."""
    try:
        return read_file(path).decode("utf-8", "replace")
    except InputError:
        return ""
