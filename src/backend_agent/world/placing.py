"""One file in the user's tree: what is there, and how it is replaced in one step."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from backend_agent.world.files import explain_trouble, hash_bytes, sync_folder, write_synced
from backend_agent.world.paths import LINK_MODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is at a path: bytes and permission bits, or a link's target with `LINK_MODE`."""

    content: bytes
    mode: int

    @property
    def sha256(self) -> str:
        return hash_bytes(self.content)


def read_place(place: Path) -> Place | None:
    """What is there, None when nothing is. Raises InputError."""
    try:
        status = place.lstat()
        if stat.S_ISLNK(status.st_mode):
            return Place(content=os.fsencode(place.readlink()), mode=LINK_MODE)
        return Place(content=place.read_bytes(), mode=status.st_mode & 0o777)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise explain_trouble(error, "read", place) from error


def place_file(place: Path, wanted: Place | None, now: Place | None) -> None:
    """Make the path hold `wanted` (None: nothing), in one step and lasting. Raises InputError.

    The leftover of a killed call has a name of its own: see `clear_leftover`.
    """
    temporary = _name_temporary(place)
    try:
        temporary.unlink(missing_ok=True)
        if wanted is None:
            place.unlink(missing_ok=True)
        else:
            _make_folders(place.parent)
            if wanted.mode == LINK_MODE:
                temporary.symlink_to(os.fsdecode(wanted.content))
            else:
                write_synced(temporary, wanted.content, wanted.mode)
            _keep_owner(temporary, place if now is not None else place.parent)
            temporary.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise explain_trouble(error, "written", place) from error


def clear_leftover(place: Path) -> None:
    """Remove what a call that was killed may have left beside the path. Raises InputError."""
    temporary = _name_temporary(place)
    try:
        temporary.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise explain_trouble(error, "removed", temporary) from error


def _name_temporary(place: Path) -> Path:
    return place.with_name(f".{hash_bytes(os.fsencode(place.name))[:12]}.backend-agent")


def _make_folders(folder: Path) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for made in reversed(missing):
        made.mkdir(exist_ok=True)
        _keep_owner(made, made.parent)


def _keep_owner(made: Path, like: Path) -> None:
    if os.geteuid() == 0:
        status = like.lstat()
        os.chown(made, status.st_uid, status.st_gid, follow_symlinks=False)
