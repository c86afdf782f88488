"""The log of a command: its output as it comes, with secrets masked line by line."""

from __future__ import annotations

import hashlib
from pathlib import Path

from backend_agent.values.errors import InputError
from backend_agent.world.files import ensure_folder, explain_trouble
from backend_agent.world.masking import mask_secrets

LONGEST_LINE = 1 << 16


class JobLog:
    """Writes to `path`, or nowhere when it is ""; `sha256` is of the bytes that were written,
    `trouble` is why writing ended, None while it goes well."""

    def __init__(self, path: str, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets
        self._digest = hashlib.sha256()
        self._rest = b""
        self._path = path
        self._file = None
        self.trouble: InputError | None = None
        if path:
            ensure_folder(Path(path).parent)
            try:
                self._file = Path(path).open("wb", buffering=0)  # noqa: SIM115
            except OSError as error:
                raise explain_trouble(error, "written", path) from error

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest() if self._file else ""

    def write(self, piece: bytes) -> None:
        """Take a piece of output; whole lines are written at once, so that no secret is cut."""
        if self._file is None:
            return
        data = self._rest + piece
        cut = len(data) if len(data) > LONGEST_LINE else data.rfind(b"\n") + 1
        self._rest = data[cut:]
        self._put(data[:cut])

    def close(self) -> None:
        """Write what is left and close the file."""
        if self._file is not None:
            self._put(self._rest)
            self._rest = b""
            self._file.close()

    def _put(self, data: bytes) -> None:
        if self._file is None or self.trouble or not data:
            return
        text = data.decode("utf-8", "surrogateescape")
        masked = mask_secrets(text, self._secrets).encode("utf-8", "surrogateescape")
        try:
            self._file.write(masked)
        except OSError as error:
            self.trouble = explain_trouble(error, "written", self._path)
            return
        self._digest.update(masked)
