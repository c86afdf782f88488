"""The three forms of one report: complete, stable, and safe with hostile content."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backend_agent.deliver.build import build_delivery
from backend_agent.deliver.diff_lines import read_diff
from backend_agent.deliver.html import render_html
from backend_agent.deliver.html_view import list_files
from backend_agent.deliver.json_report import render_json, write_report_schema
from backend_agent.deliver.markdown import render_markdown
from backend_agent.deliver.markdown_text import code, fence, plain, prose, table
from backend_agent.deliver.report import make_report
from backend_agent.deliver.wording import say_command, say_status
from backend_agent.deliver.write import write_reports
from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.delivery import Delivery
from backend_agent.values.verification import Outcome, Verification
from tests.deliver.sample import sample_changes, sample_delivery, sample_stack

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "report.schema.json"
HOSTILE = "<script>alert(1)</script>`|\"'\n## x ]]> ```"


def _html(delivery: Delivery) -> str:
    return render_html(delivery, mask=lambda text: text)


def test_json_has_exactly_the_keys_of_the_schema_and_its_version() -> None:
    report = json.loads(render_json(sample_delivery()))
    schema = json.loads(write_report_schema())
    assert list(report) == list(schema["properties"])
    assert report["schema"] == 1
    assert report["verdict"] == "partially verified"
    assert report["plan"]["command"].startswith("backend-agent add resource order")
    assert [each["check"] for each in report["checks"]][-1] == "image"
    assert "before" not in report["files"][0]


def test_the_reference_page_names_every_key_of_the_report() -> None:
    page = SCHEMA.with_name("report-schema.md").read_text(encoding="utf-8")
    for key in json.loads(write_report_schema())["properties"]:
        assert f"`{key}`" in page


@pytest.mark.parametrize("form", [render_markdown, render_json, _html])
def test_every_part_of_a_delivery_is_in_every_form(form: object) -> None:
    assert callable(form)
    text = form(sample_delivery())
    for said in (
        "Add the resource order", "r-7f3a", "backend-agent/add-order", "src/shop/models/order.py",
        "FastAPI", "0.165.0", "layered", "pwdlib", "a page size beyond the limit",
        "no new layer, no new pattern", "pip-audit", "no container engine answers",
        "WF-09", "violated", "not applicable", "only the owner may read", "alembic upgrade head",
        "where finished orders are sent", "sales report", "runs undo r-7f3a",
        "uv sync --all-groups", "bubblewrap",
    ):  # fmt: skip
        unescaped = text.replace("\\_", "_").replace("\\-", "-").replace("&#39;", "'")
        assert said in unescaped, said


def _hostile_delivery() -> Delivery:
    changes = ChangeSet(
        changes=(
            FileChange(
                path=HOSTILE, before=b"</pre><img src=x onerror=alert(1)>\n", after=HOSTILE.encode(),
                purpose=HOSTILE,
            ),
        ),
        already=(HOSTILE,),
    )  # fmt: skip
    outcome = Outcome(
        check="test", title=HOSTILE, status="failed", required=True, reason=HOSTILE,
        argv=("sh", "-c", HOSTILE), excerpt=HOSTILE,
    )  # fmt: skip
    return build_delivery(
        run="r-1",
        title=HOSTILE,
        stack=sample_stack(),
        plan=None,
        changes=changes,
        verification=Verification(
            verdict="unverified", headline=f"unverified: {HOSTILE}", outcomes=(outcome,)
        ),
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "br", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_hostile_names_diffs_and_messages_stay_text_in_html() -> None:
    page = _html(_hostile_delivery())
    parser = _Tags()
    parser.feed(page)
    assert parser.tags.count("script") == 1
    assert "img" not in parser.tags
    assert not {name for name in parser.attributes if name.startswith("on")}
    assert parser.faults == []
    assert parser.open == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_loads_nothing_and_its_policy_names_its_own_style_and_script() -> None:
    page = _html(sample_delivery())
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert "style=" not in page.replace("style-src", "")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;") or policy[1].startswith(
        "default-src 'none'"
    )
    for element in ("style", "script"):
        found = re.search(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy[1]


def test_hostile_text_stays_text_in_markdown() -> None:
    text = render_markdown(_hostile_delivery())
    outside = _without_code(text)
    assert "<script>" not in outside.replace("\\<", "")
    assert "\n## x" not in outside
    assert text.splitlines()[0].startswith("# unverified")


def _without_code(text: str) -> str:
    """Markdown with its fenced blocks and code spans cut out, by the rules of CommonMark."""
    lines, fence_mark = [], ""
    for line in text.split("\n"):
        opened = re.match(r"\s*(`{3,})", line)
        if fence_mark:
            if opened and opened[1] == fence_mark and line.strip() == fence_mark:
                fence_mark = ""
        elif opened and not re.search(r"`", line.strip().lstrip("`")):
            fence_mark = opened[1]
        else:
            lines.append(line)
    assert fence_mark == "", "a fence was left open"
    return re.sub(r"(?<![\\`])(`+)(?!`)(?:.*?[^`])\1(?!`)", "", "\n".join(lines))


def test_code_spans_fences_and_cells_hold_whatever_they_are_given() -> None:
    assert code("a`b") == "`` a`b ``"
    assert code("") == ""
    assert fence("x\n````\ny")[0] == "`````"
    assert plain("a_b <i> [x](y)") == r"a\_b \<i\> \[x\](y)"
    assert prose("set `a_b` and c_d") == r"set `a_b` and c\_d"
    assert prose("odd ` tick") == r"odd \` tick"
    assert table(("h",), ((code("a|b"),),))[2] == r"| `a\|b` |"


def test_a_diff_becomes_rows_with_numbers_and_changed_words() -> None:
    rows = read_diff(sample_delivery().files[1].diff)
    removed = next(row for row in rows if row.kind == "del")
    added = next(row for row in rows if row.kind == "add")
    assert (removed.old, removed.new, added.old, added.new) == (3, 0, 0, 3)
    assert "".join(part.text for part in added.parts if part.strong).strip(" ,") == "orders"
    assert not any(part.strong for part in removed.parts)
    assert [row.new for row in rows if row.kind == "same"] == [1, 2, 4, 5, 6, 7, 9]
    assert read_diff("not a text file: 2 bytes") == ()


def test_a_line_that_looks_like_a_diff_header_is_a_line_of_its_file() -> None:
    change = FileChange(path="a.md", before=b"-- x\n++ y\n", after=b"++ y\n")
    delivery = build_delivery(
        run="", title="t", stack=sample_stack(), plan=None, changes=ChangeSet(changes=(change,)),
        verification=Verification(verdict="unverified", headline="unverified"),
    )  # fmt: skip
    assert (delivery.files[0].added, delivery.files[0].removed) == (0, 1)
    kinds = [row.kind for row in read_diff(delivery.files[0].diff)]
    assert kinds == ["hunk", "del", "same"]


def test_a_long_diff_and_a_long_log_are_bounded_and_say_so() -> None:
    long = "".join(f"x{at} = {at}\n" for at in range(5_000)).encode()
    changes = replace(
        sample_changes(), changes=(FileChange(path="long.py", before=None, after=long),)
    )
    delivery = build_delivery(
        run="", title="t", stack=sample_stack(), plan=None, changes=changes,
        verification=sample_delivery().verification,
    )  # fmt: skip
    page = render_html(
        delivery, mask=lambda text: text, read_log=lambda _: "\n".join(map(str, range(3_000)))
    )
    assert "3001 lines more are not shown here" in page
    assert "… 2800 lines above" in page
    assert "lines more in the HTML report" in render_markdown(delivery)


def test_a_command_is_shown_as_typed_without_the_folders_of_a_machine() -> None:
    long = "/home/ada/runs/r-1/logs/test.report"
    assert say_command(("pytest", f"--junitxml={long}", "a b")) == (
        "pytest --junitxml=…/test.report 'a b'"
    )
    assert say_command(("uv", "build", "--out-dir", long)) == "uv build --out-dir …/test.report"
    assert say_command(("/usr/bin/make", "src/a/b/c/d/e.py")) == "/usr/bin/make src/a/b/c/d/e.py"


def test_a_tool_that_ran_and_examined_nothing_is_not_checked_rather_than_not_run() -> None:
    idle = Outcome(
        check="audit", title="audit", status="skipped", required=False, exit_code=0,
        reason="not checked: 0 dependencies were audited",
    )  # fmt: skip
    assert say_status(idle) == "not checked: 0 dependencies were audited"
    assert say_status(replace(idle, exit_code=None, reason="no network")) == "not run: no network"


def test_logs_are_read_below_the_work_folder_and_reports_written_into_the_runs(
    tmp_path: Path,
) -> None:
    (tmp_path / "work" / "logs").mkdir(parents=True)
    (tmp_path / "work" / "logs" / "test.txt").write_text("71 passed with sk-live-1")
    written = write_reports(
        sample_delivery(), tmp_path, tmp_path / "work", lambda text: text.replace("sk-live-1", "•")
    )
    assert "71 passed with •" in Path(written.html).read_text()
    assert "sk-live-1" not in Path(written.html).read_text()
    assert json.loads(Path(written.json).read_text())["verdict"] == "partially verified"
    assert Path(written.markdown).read_text().startswith("# partially verified")


def test_small_changes_of_existing_files_are_unfolded_even_beside_many_new_lines() -> None:
    long = "".join(f"x{at} = {at}\n" for at in range(500)).encode()
    changes = replace(
        sample_changes(),
        changes=(*sample_changes().changes[1:2], FileChange(path="n.py", before=None, after=long)),
    )
    delivery = build_delivery(
        run="", title="t", stack=sample_stack(), plan=None, changes=changes,
        verification=sample_delivery().verification,
    )  # fmt: skip
    assert [row.open for row in list_files(make_report(delivery))] == [True, False]
