"""Leases on files: exclusive, freed by any death, never seen unlocked."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from backend_agent.values.errors import InputError
from backend_agent.world.lease import create_lease, fresh_token, is_leased, try_lease


def test_a_lease_is_held_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "lease"
    lease = create_lease(path)
    assert is_leased(path)
    assert try_lease(path) is None
    lease.release()
    assert not is_leased(path)
    again = try_lease(path)
    assert again is not None
    again.release(remove=True)
    again.release(remove=True)
    assert list(path.parent.iterdir()) == []


def test_a_new_lease_has_its_name_only_when_it_is_locked(tmp_path: Path) -> None:
    seen: list[bool] = []
    watching = True

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "os.link":
            seen.append(try_lease(Path(str(arguments[0])), create=False) is None)

    sys.addaudithook(look)
    create_lease(tmp_path / "lease").release()
    watching = False
    assert seen == [True]


def test_a_name_that_is_taken_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with create_lease(tmp_path / "lease"), pytest.raises(InputError, match="cannot be taken"):
        create_lease(tmp_path / "lease")
    assert [path.name for path in tmp_path.iterdir()] == ["lease"]


def test_a_command_that_outlives_its_parent_does_not_keep_the_lease(tmp_path: Path) -> None:
    lease = create_lease(tmp_path / "lease")
    command = subprocess.Popen(["sleep", "60"], close_fds=False)
    lease.release()
    try:
        assert not is_leased(tmp_path / "lease")
    finally:
        command.kill()
        command.wait()


def test_a_lease_that_was_removed_while_one_waited_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "lease"
    lease = create_lease(path)
    gone = threading.Timer(0.1, lambda: lease.release(remove=True))
    gone.start()
    taken = try_lease(path, patience=30)
    gone.join()
    assert taken is not None
    assert is_leased(path)
    taken.release()


def test_a_missing_file_is_nobodys_lease(tmp_path: Path) -> None:
    assert try_lease(tmp_path / "none", create=False) is None
    assert not is_leased(tmp_path / "none")


@pytest.mark.parametrize("length", [1, 4, 7, 16])
def test_a_token_has_the_length_that_was_asked(length: int) -> None:
    assert len(fresh_token(length)) == length
