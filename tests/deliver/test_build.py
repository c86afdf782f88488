"""A delivery says only what was recorded, and hides what is secret."""

from __future__ import annotations

from dataclasses import replace

from backend_agent.deliver.build import build_delivery
from backend_agent.deliver.diffs import deliver_file
from backend_agent.deliver.html import render_html
from backend_agent.deliver.json_report import render_json
from backend_agent.deliver.markdown import render_markdown
from backend_agent.deliver.summary import summary_text
from backend_agent.values.application import Setting
from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.delivery import Delivery
from backend_agent.values.evidence import Evidence
from backend_agent.values.verification import Counts, Finding, Outcome, Verification
from tests.deliver.sample import (
    sample_changes,
    sample_delivery,
    sample_outcomes,
    sample_plan,
    sample_stack,
    sample_verification,
)

SECRET = "sk-live-4242"


def _mask(text: str) -> str:
    return text.replace(SECRET, "•••")


def _deliver(
    changes: ChangeSet | None = None, verification: Verification | None = None
) -> Delivery:
    return build_delivery(
        run="r-1",
        title=f"Use {SECRET}",
        stack=sample_stack(),
        plan=sample_plan(),
        changes=changes or sample_changes(),
        verification=verification or sample_verification(),
        branch="backend-agent/add-order",
        mask=_mask,
    )


def test_files_carry_a_diff_and_its_counts() -> None:
    files = sample_delivery().files
    assert [(each.path, each.action, each.added, each.removed) for each in files] == [
        ("src/shop/models/order.py", "create", 22, 0),
        ("src/shop/api/router.py", "modify", 2, 1),
        ("tests/api/test_orders.py", "create", 13, 0),
    ]
    assert "-from shop.api import health, products, users" in files[1].diff.splitlines()


def test_a_deleted_file_an_empty_one_and_one_that_is_no_text_are_told_apart() -> None:
    deleted = deliver_file(FileChange(path="a.py", before=b"x = 1\n", after=None))
    assert (deleted.action, deleted.added, deleted.removed) == ("delete", 0, 1)
    empty = deliver_file(FileChange(path="a/__init__.py", before=None, after=b""))
    assert (empty.added, empty.diff) == (0, "")
    binary = deliver_file(FileChange(path="a.png", before=b"\x89\xff", after=b"\x00" * 2048))
    assert binary.diff == "not a text file: 2 bytes → 2,048 bytes"


def test_a_change_of_line_ends_only_is_visible_in_the_diff() -> None:
    shown = deliver_file(FileChange(path="a.py", before=b"x = 1\r\n", after=b"x = 1\n"))
    assert (shown.added, shown.removed) == (1, 1)
    assert "-x = 1␍" in shown.diff.splitlines()
    last = deliver_file(FileChange(path="a.py", before=b"x = 1", after=b"x = 1\n"))
    assert (last.added, last.removed) == (1, 1)
    assert "(no line end)" in last.diff


def test_a_separator_inside_a_line_is_no_line_end() -> None:
    shown = deliver_file(FileChange(path="a.py", before=None, after="x = '\u2028\x0c'\n".encode()))
    assert shown.added == 1


def test_decisions_come_by_weight_and_end_with_what_was_assumed() -> None:
    kinds = [note.kind for note in sample_delivery().decisions]
    assert kinds == ["choice", "permission", "limit", "assumption"]


def test_migrations_are_the_commands_the_repository_names_itself() -> None:
    assert sample_delivery().migrations == ("alembic upgrade head  # creates orders",)
    without = replace(sample_changes(), tables_added=())
    assert _deliver(without).migrations == ()


def test_new_settings_are_listed_by_name_and_never_with_a_value() -> None:
    delivery = build_delivery(
        run="",
        title="t",
        stack=sample_stack(),
        plan=None,
        changes=sample_changes(),
        verification=sample_verification(),
        new_settings=(
            Setting(name="API_KEY", evidence=Evidence(path="a.py", line=3), required=True, default=SECRET),
            Setting(name="ORDER_EXPORT_URL", evidence=Evidence(path="a.py", line=4)),
        ),
    )  # fmt: skip
    assert delivery.environment == (
        "ORDER_EXPORT_URL: where finished orders are sent",
        "API_KEY (required; a.py:3)",
    )
    assert SECRET not in render_json(delivery)


def test_what_remains_names_refusals_open_checks_and_open_standards() -> None:
    remains = {each.subject: each.reason for each in sample_delivery().remains}
    assert remains["image build"] == "not run: no container engine answers"
    assert remains["dependency audit"] == "failed in the same way before the change"
    assert remains["standards violated"] == "SE-08"
    assert remains["standards not checked"] == "WF-10"
    assert remains["left to you"] == "the admin page lists products only"
    assert "the sales report's query" in remains


def test_an_unverified_run_is_applied_only_by_saying_so() -> None:
    failed = tuple(
        replace(each, status="failed") if each.check == "test" else each
        for each in sample_outcomes()
    )
    verification = sample_verification("unverified", "unverified: tests failed", failed)
    steps = _deliver(verification=verification).next_steps
    assert "backend-agent runs apply r-1 --unverified  # only after reading what failed" in steps
    assert not any(step.startswith("backend-agent runs apply r-1  #") for step in steps)


def test_a_run_that_changed_nothing_has_no_next_step_and_says_why() -> None:
    delivery = _deliver(ChangeSet(already=("resource order",)))
    assert delivery.next_steps == ()
    assert "nothing to do: resource order is there already" in summary_text(delivery)


def test_a_secret_reaches_no_form_of_the_report() -> None:
    leaking = Outcome(
        check="test", title="tests", status="failed", required=True, excerpt=f"KEY={SECRET}",
        argv=("pytest", f"--key={SECRET}"), log="logs/test.txt", counts=Counts(examined=1, failed=1),
        findings=(Finding(source="test", message=f"got {SECRET}"),),
    )  # fmt: skip
    changes = ChangeSet(
        changes=(FileChange(path=".env.example", before=None, after=f"KEY={SECRET}\n".encode()),)
    )
    delivery = _deliver(changes, sample_verification("unverified", "unverified", (leaking,)))
    page = render_html(delivery, mask=_mask, read_log=lambda path: f"{path}: {SECRET}")
    for text in (page, render_markdown(delivery), render_json(delivery), summary_text(delivery)):
        assert SECRET not in text
        assert "•••" in text
    assert delivery.changes.changes[0].after == f"KEY={SECRET}\n".encode()


def test_a_failure_shows_its_first_useful_lines_and_a_success_is_quiet() -> None:
    findings = tuple(
        Finding(source="types", message=f"fault {at}", path="a.py", line=at) for at in range(1, 8)
    )
    failed = Outcome(
        check="types", title="types", status="failed", required=True, exit_code=1,
        findings=findings, log="logs/types.txt", excerpt="noise",
    )  # fmt: skip
    red = summary_text(
        _deliver(verification=sample_verification("unverified", "unverified", (failed,)))
    )
    assert "failed: types (exit code 1)" in red
    assert "  a.py:1: fault 1" in red
    assert "  and 2 more" in red
    assert "noise" not in red
    green = summary_text(
        _deliver(
            replace(sample_changes(), refusals=()),
            sample_verification("verified", "verified: 71 tests passed", sample_outcomes()[:5]),
        )
    )
    assert [line.partition(":")[0] for line in green.splitlines()] == [
        "verified", "3 files, +37 -1, branch backend-agent/add-order", "next", "next", "next", "next",
    ]  # fmt: skip


def test_a_terminal_obeys_nothing_of_a_summary() -> None:
    failed = Outcome(
        check="lint", title="lint", status="failed", required=True,
        excerpt="\x1b[31mred\x1b[0m\x07 and \x1b]0;title\x07",
    )  # fmt: skip
    text = summary_text(
        _deliver(verification=sample_verification("unverified", "unverified", (failed,)))
    )
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "  red" in text
