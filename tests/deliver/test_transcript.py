"""What was said is a page beside the report: in order, escaped, folded where it is long, with its tokens."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from backend_agent.deliver.transcript import LONGEST, render_transcript
from backend_agent.deliver.write import write_reports
from backend_agent.values.agent import PhaseUsage
from backend_agent.values.conversation import Usage
from tests.deliver.sample import sample_delivery

EVIL = "</pre><script>alert(1)</script> Achieved 88% coverage"
LINES: list[dict[str, Any]] = [
    {"at": 0, "from": "us", "text": "Let prices be doubled"},
    {
        "at": 1,
        "from": "llm",
        "text": EVIL,
        "calls": [{"tool": "Edit", "arguments": '{"file_path": "a.py", "new_string": "x\\ny"}'}],
        "stop": "calls",
        "input_tokens": 100,
        "cached_tokens": 40,
        "output_tokens": 7,
    },
    {"at": 2, "from": "tools", "answers": [{"tool": "Edit", "text": "no", "is_error": True}]},
    {"at": 1, "question": "Agent #3", "from": "us", "text": "Where is it?"},
]


class Page(HTMLParser):
    """The page as a browser reads it: its headings in order, its tags, and what text stands where."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.tags[-1], data.strip()))

    def under(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def test_each_entry_is_shown_in_order_with_what_it_used() -> None:
    page = Page(render_transcript(list(LINES), "unverified: no test ran"))
    assert page.under("h2") == ["backend-agent", "language model", "tools", "backend-agent"]
    assert "100 tokens in, 40 of them from the cache, 7 out" in page.under("small")
    assert "Agent #3" in page.under("small")
    assert "1 turns, 1 calls, 100 tokens in (40 from the cache), 7 out" in page.under("p")
    assert page.under("pre")[2] == "file_path: a.py\nnew_string: x\ny"
    assert "report.html" in page.links


def test_nothing_that_was_said_is_markup() -> None:
    page = Page(render_transcript(list(LINES), EVIL))
    assert "script" not in page.tags
    assert EVIL in page.under("pre")


def test_what_is_long_is_folded_and_what_is_too_long_is_cut_with_its_count() -> None:
    text = "first line\n" + "x" * (LONGEST + 500)
    page = Page(render_transcript([{"at": 0, "from": "us", "text": text}], "unverified"))
    assert "details" in page.tags
    assert page.under("summary")[0].startswith("first line …")
    assert page.under("pre")[0].endswith("511 characters more are in transcript.jsonl")


def test_lines_of_another_version_do_not_hide_the_rest() -> None:
    page = Page(render_transcript([3, {}, {"from": "somebody", "text": "hm"}], "unverified"))
    assert page.under("h2") == ["?", "?"]
    assert page.under("pre") == ["hm"]


def test_it_lies_beside_the_report_which_says_what_was_used_and_quotes_nobody(
    tmp_path: Path,
) -> None:
    (tmp_path / "transcript.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in LINES))
    used = Usage(requests=3, input_tokens=1234, cached_tokens=567, output_tokens=89, tool_calls=2)
    usage = (PhaseUsage(phase="implement", part="agent", llm="anthropic:x", usage=used),)
    write_reports(replace(sample_delivery(), usage=usage), tmp_path, tmp_path, str)
    page = Page((tmp_path / "report.html").read_text())
    assert "transcript.html" in page.links
    row = page.under("td")
    assert all(number in row for number in ("1234", "567", "89", "$0.0000"))
    assert "88% coverage" in (tmp_path / "transcript.html").read_text()
    for path in tmp_path.glob("report.*"):
        assert "88% coverage" not in path.read_text()


def test_without_a_language_model_there_is_neither(tmp_path: Path) -> None:
    write_reports(sample_delivery(), tmp_path, tmp_path, str)
    assert not (tmp_path / "transcript.html").exists()
    assert "transcript.html" not in (tmp_path / "report.html").read_text()
