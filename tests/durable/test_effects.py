"""Effects on files: at most once, judged by content, with the intent written first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend_agent.values.errors import DataError, InputError
from backend_agent.world.files import hash_bytes
from tests.durable.effects import ABSENT, write_effect

BASE = b"base\r\n"
TARGET = b"\xef\xbb\xbftarget"


def test_a_file_is_brought_from_base_to_target(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BASE)
    effect = write_effect(tmp_path / "journal", path, base=hash_bytes(BASE), target=TARGET)
    assert (effect.state, effect.found) == ("applied", hash_bytes(BASE))
    assert path.read_bytes() == TARGET


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.sh"
    for state in ("applied", "already"):
        effect = write_effect(
            tmp_path / "journal", path, base=ABSENT, target=b"#!/bin/sh\n", mode=0o755
        )
        assert effect.state == state
    assert path.stat().st_mode & 0o777 == 0o755


def test_a_file_is_removed_and_stays_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BASE)
    for state in ("applied", "already"):
        effect = write_effect(tmp_path / "journal", path, base=hash_bytes(BASE), target=None)
        assert effect.state == state
    assert not path.exists()


@pytest.mark.parametrize("target", [TARGET, None])
def test_somebody_elses_edit_is_a_conflict_and_is_kept(
    tmp_path: Path, target: bytes | None
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"edited by a person\n")
    effect = write_effect(tmp_path / "journal", path, base=hash_bytes(BASE), target=target)
    assert (effect.state, effect.found) == ("conflict", hash_bytes(b"edited by a person\n"))
    assert path.read_bytes() == b"edited by a person\n"
    assert not (tmp_path / "journal").exists()


def test_a_step_that_answers_differently_when_repeated_knows_its_own_write(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BASE)
    for target in (b"first answer", b"second answer"):
        effect = write_effect(tmp_path / "journal", path, base=hash_bytes(BASE), target=target)
        assert effect.state == "applied"
    assert path.read_bytes() == b"second answer"


def test_another_steps_write_is_not_taken_for_our_own(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_effect(tmp_path / "journal-1", path, base=ABSENT, target=b"of step 1")
    effect = write_effect(tmp_path / "journal-2", path, base=ABSENT, target=b"of step 2")
    assert effect.state == "conflict"


def test_killed_between_intent_and_write_it_is_applied_the_next_time(tmp_path: Path) -> None:
    path, journal = tmp_path / "folder" / "a.txt", tmp_path / "journal"
    (tmp_path / "folder").write_bytes(b"in the way")
    with pytest.raises(InputError):
        write_effect(journal, path, base=ABSENT, target=TARGET)
    (intents,) = journal.iterdir()
    assert json.loads(intents.read_text())["targets"] == [hash_bytes(TARGET)]

    (tmp_path / "folder").unlink()
    assert write_effect(journal, path, base=ABSENT, target=TARGET).state == "applied"
    assert path.read_bytes() == TARGET


def test_a_journal_that_is_not_one_is_named(tmp_path: Path) -> None:
    path, journal = tmp_path / "a.txt", tmp_path / "journal"
    write_effect(journal, path, base=ABSENT, target=b"first")
    (intents,) = journal.iterdir()
    intents.write_bytes(b"{}\n")
    with pytest.raises(DataError, match=intents.name):
        write_effect(journal, path, base=ABSENT, target=b"second")
