"""Results of steps as JSON: exact round trips, a closed table, large content beside it."""

from __future__ import annotations

import dataclasses
import json
import typing
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import pytest

from backend_agent.durable.blobs import Blobs
from backend_agent.durable.registry import (
    describe_value_types,
    list_error_types,
    list_value_types,
)
from backend_agent.durable.serializer import INLINE_LIMIT, ValueSerializer
from backend_agent.durable.workflow import SCHEMA
from backend_agent.values import errors
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, FileChange, Note, Refusal
from backend_agent.values.delivery import Delivery
from backend_agent.values.errors import BackendAgentError, BudgetExceeded, DataError, ToolFailed
from backend_agent.values.evidence import Evidence
from backend_agent.values.plan import Plan
from backend_agent.values.run import RunRecord
from backend_agent.values.stack import Stack
from backend_agent.values.task import Task
from backend_agent.values.verification import Verification

WRITTEN_FORM = Path(__file__).with_name("written_form.json")
FLOWING = (Application, ChangeSet, Delivery, Plan, RunRecord, Stack, Task, Verification)


@pytest.fixture
def serializer(tmp_path: Path) -> ValueSerializer:
    return ValueSerializer(Blobs(tmp_path / "blobs"))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -(10**30),
        1.5,
        "",
        "naïve \ud800 \0",
        (),
        (1, (2, [3, {"a": (4,)}])),
        {1: "one", ("a", 2): None},
        {"@": "list"},
        frozenset({"a", "b"}),
        b"",
        b"\x00\xff\r\n",
        datetime(2025, 1, 2, 3, 4, 5, 678901, UTC),
        datetime(2025, 1, 2, 3, 4, 5),
        date(2025, 1, 2),
        PurePosixPath("a/b"),
        "é" * INLINE_LIMIT,
        b"x" * (INLINE_LIMIT + 1),
        ChangeSet(
            changes=(
                FileChange(path="a.py", before=None, after=b"\xef\xbb\xbfa\r\n"),
                FileChange(path="b.bin", before=b"\x00" * INLINE_LIMIT * 2, after=None),
            ),
            refusals=(Refusal(subject="s", reason="r"),),
            notes=(Note(kind="limit", text="t", evidence=Evidence(path="a.py", line=3)),),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_equal_and_of_the_same_type(
    serializer: ValueSerializer, value: object
) -> None:
    back = serializer.deserialize(serializer.serialize(value))
    assert back == value
    assert type(back) is type(value)


def test_large_content_is_a_file_by_its_hash_written_once(
    serializer: ValueSerializer, tmp_path: Path
) -> None:
    content = b"line\n" * INLINE_LIMIT
    text = serializer.serialize((content, content, content.decode()))
    assert len(text) < 500
    (blob,) = (tmp_path / "blobs").iterdir()
    assert blob.read_bytes() == content
    assert serializer.deserialize(text) == (content, content, content.decode())


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_content_that_was_tampered_with_is_not_used(
    serializer: ValueSerializer, tmp_path: Path, damage: str
) -> None:
    text = serializer.serialize(b"x" * (INLINE_LIMIT + 1))
    (blob,) = (tmp_path / "blobs").iterdir()
    blob.write_bytes(b"y" * (INLINE_LIMIT + 1)) if damage == "changed" else blob.unlink()
    with pytest.raises(DataError, match="content of a recorded step"):
        serializer.deserialize(text)


@pytest.mark.parametrize(
    "written",
    [
        '{"@": "os.system", "command": "true"}',
        '{"@": "changes.FileChange", "path": "a", "before": null, "after": null, "colour": 1}',
        '{"@": "changes.FileChange", "path": "a"}',
        '{"@": "file", "sha256": "../../etc/passwd", "text": true}',
        '{"@": "error", "slug": "SystemExit", "message": "m", "hint": ""}',
        '{"@": "time", "text": "yesterday"}',
        '{"@": "bytes"}',
        '{"@": 7}',
        '{"a": 1}',
        "{",
    ],
)
def test_what_this_program_did_not_write_is_refused(
    serializer: ValueSerializer, written: str
) -> None:
    with pytest.raises(DataError):
        serializer.deserialize(written)


@pytest.mark.parametrize("value", [object(), float("nan"), (1, {2: lambda: 3}), 1j, Path])
def test_what_has_no_written_form_is_refused(serializer: ValueSerializer, value: object) -> None:
    with pytest.raises(DataError, match="cannot be kept"):
        serializer.serialize(value)


@pytest.mark.parametrize("kind", [ToolFailed, BudgetExceeded, BackendAgentError])
def test_an_error_of_the_tree_comes_back_as_itself(
    serializer: ValueSerializer, kind: type[BackendAgentError]
) -> None:
    back = serializer.deserialize(serializer.serialize(kind("what", hint="do")))
    assert type(back) is kind
    assert (back.message, back.hint) == ("what", "do")


def test_any_other_error_comes_back_as_our_own_fault(serializer: ValueSerializer) -> None:
    back = serializer.deserialize(serializer.serialize(KeyError("lost")))
    assert type(back) is BackendAgentError
    assert (back.message, back.exit_code) == ("KeyError: 'lost'", 3)


def test_every_class_of_the_error_tree_is_in_the_table() -> None:
    tree = {
        found
        for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, BackendAgentError)
    }
    table = dict(list_error_types())
    assert set(table.values()) == tree
    assert all(error.slug == slug for slug, error in table.items())


def test_every_value_that_flows_between_phases_is_in_the_table() -> None:
    reached: set[type] = set()

    def walk(hint: object) -> None:
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            if hint in reached:
                return
            reached.add(hint)
            for inner in typing.get_type_hints(hint).values():
                walk(inner)
        for argument in typing.get_args(hint):
            walk(argument)

    for root in FLOWING:
        walk(root)
    assert reached <= {found for _name, found in list_value_types()}


def test_runs_of_this_workflow_number_stay_readable() -> None:
    """`written_form.json` is the form of `SCHEMA`: fields may be added with a default, values may be
    added; anything else needs a new number, and the file written anew (see the failure)."""
    recorded = json.loads(WRITTEN_FORM.read_text())
    now = describe_value_types()
    faults = []
    for name, (needed, optional) in recorded["values"].items():
        if name not in now:
            faults.append(f"{name} is gone")
            continue
        now_needed, now_optional = now[name]
        lost = {*needed, *optional} - {*now_needed, *now_optional}
        demanded = set(now_needed) - set(needed)
        faults += [f"{name} lost {sorted(lost)}"] if lost else []
        faults += [f"{name} now demands {sorted(demanded)}"] if demanded else []
    written = json.dumps({"schema": SCHEMA + 1, "values": now}, indent=1, sort_keys=True)
    assert faults == [], f"raise SCHEMA in durable/workflow.py and record:\n{written}"
    assert recorded["schema"] == SCHEMA
