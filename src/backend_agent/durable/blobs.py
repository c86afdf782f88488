"""Large content of a run, kept once under its hash."""

from __future__ import annotations

from pathlib import Path

from backend_agent.values.errors import DataError
from backend_agent.world.files import ensure_folder, hash_bytes, read_file, write_atomic


class Blobs:
    """A folder of files named by the sha256 of their bytes; writing the same content twice is once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """The hash of `content`, which is on the disk when this returns."""
        name = hash_bytes(content)
        path = self._folder / name
        if not (path.is_file() and path.stat().st_size == len(content)):
            ensure_folder(self._folder)
            write_atomic(path, content, 0o600)
        return name

    def get(self, name: str) -> bytes:
        """The content with that hash; `DataError` when it is missing or not what it was."""
        if not (len(name) == 64 and name.isalnum()):
            raise DataError(f"{name!r} is not the hash of a run's content")
        path = self._folder / name
        if not path.is_file():
            raise DataError(
                f"{path}: content of a recorded step is missing",
                hint="the run's folder was changed; start the run anew",
            )
        content = read_file(path)
        if hash_bytes(content) != name:
            raise DataError(
                f"{path}: content of a recorded step is not what was written",
                hint="the run's folder was changed; start the run anew",
            )
        return content
