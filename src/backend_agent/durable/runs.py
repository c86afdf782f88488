"""Runs on disk: one folder each, with a record that is listed without the engine."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, asdict, fields, replace
from pathlib import Path

from backend_agent.durable.liveness import is_run_owned
from backend_agent.durable.workflow import SCHEMA
from backend_agent.values.errors import DataError, InputError
from backend_agent.values.run import RunRecord
from backend_agent.world.clock import Clock
from backend_agent.world.files import ensure_folder, read_file, write_atomic
from backend_agent.world.lease import fresh_token

_RECORD = "run.json"
_UNFINISHED = ("running", "interrupted", "failed")


def create_run(home: Path, *, repository: Path, title: str, clock: Clock) -> RunRecord:
    """A new run's folder below `home`, named by its time and title, and its record."""
    moment = clock.now()
    stamp = re.sub(r"[^0-9]", "", moment)[:14]
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:32].strip("-") or "run"
    name = f"{stamp[:8]}-{stamp[8:]}-{words}-{fresh_token(4)}"
    record = RunRecord(
        id=name,
        repository=str(repository.absolute()),
        folder=str(ensure_folder(home.absolute() / name)),
        title=title,
        state="running",
        created_at=moment,
        updated_at=moment,
        schema=SCHEMA,
    )
    save_run(record)
    return record


def save_run(record: RunRecord, *, lasting: bool = True) -> None:
    """Write the record into its folder, whole or not at all; `lasting` as in `write_atomic`."""
    text = json.dumps(asdict(record), indent=2, ensure_ascii=True)
    write_atomic(Path(record.folder) / _RECORD, f"{text}\n".encode(), lasting=lasting)


def read_run(folder: Path) -> RunRecord:
    """The record in `folder` as it was saved. Raises `DataError` when it is missing or damaged."""
    path = folder / _RECORD
    try:
        written = json.loads(read_file(path))
        known = {field.name: field for field in fields(RunRecord)}
        given = {key: value for key, value in written.items() if key in known}
        absent = {
            name for name, field in known.items() if field.default is MISSING and name not in given
        }
    except InputError as error:
        raise DataError(error.message, hint=error.hint) from error
    except (ValueError, AttributeError) as error:
        raise DataError(f"{path}: not a run's record ({error})") from error
    if absent:
        raise DataError(f"{path}: not a run's record (without {', '.join(sorted(absent))})")
    return replace(RunRecord(**given), folder=str(folder.absolute()))


def list_runs(home: Path) -> tuple[RunRecord, ...]:
    """Every run below `home` as it stands now, newest first.

    A run whose process is gone is `interrupted`; one of another workflow number, or with an
    unreadable record, is listed too: its `reason` says what holds it up."""
    if not home.is_dir():
        return ()
    folders = [path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return tuple(_observe_folder(path) for path in sorted(folders, reverse=True))


def find_run(home: Path, name: str) -> RunRecord:
    """The run called `name`: its id, a part of one that fits no other, or `last`."""
    runs = list_runs(home)
    if name == "last" and runs:
        return runs[0]
    found = [run for run in runs if run.id == name] or [run for run in runs if name in run.id]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"{name}: no such run", hint="`runs list` shows them")
    several = ", ".join(run.id for run in found[:5])
    raise InputError(f"{name}: fits {len(found)} runs ({several})", hint="give more of the id")


def observe_run(record: RunRecord) -> RunRecord:
    """The record with what its process and its workflow number say about it now."""
    if record.state == "running" and not is_run_owned(Path(record.folder)):
        where = f" in step {record.phase!r}" if record.phase else ""
        record = replace(
            record,
            state="interrupted",
            reason=f"its process ended{where}; `runs resume {record.id}` continues it",
        )
    if record.state in _UNFINISHED and record.schema != SCHEMA:
        reason = (
            f"written by workflow number {record.schema}, this program follows number {SCHEMA};"
            " continue it with the version that began it, or start it anew"
        )
        record = replace(record, reason=reason)
    return record


def _observe_folder(folder: Path) -> RunRecord:
    try:
        return observe_run(read_run(folder))
    except DataError as error:
        return RunRecord(
            id=folder.name,
            repository="",
            folder=str(folder.absolute()),
            title="",
            state="failed",
            created_at="",
            updated_at="",
            reason=error.message,
            schema=SCHEMA,
        )
