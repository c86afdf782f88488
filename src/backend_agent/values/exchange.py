"""One request and its answer, byte for byte, with the time that each phase took."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """`sent` and `received` are the bytes as they went over the wire (cut at a limit that `note` tells).

    `status` 0 = no answer, and `trouble` says why (refused, closed, timeout, malformed …). Seconds:
    `connected` until the connection stood, `first_byte` until the answer began, `total` until its end.
    `closed` = the peer closed the connection by itself. `headers` keep order and duplicates.
    """

    method: str
    target: str
    sent: bytes = b""
    received: bytes = b""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    trouble: str = ""
    connected: float = 0.0
    first_byte: float = 0.0
    total: float = 0.0
    closed: bool = False
    note: str = ""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def headers_named(self, name: str) -> tuple[str, ...]:
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case; "" where none is declared."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """The answer puts the fault on the client (4xx)."""
        return 400 <= self.status < 500

    @property
    def broke(self) -> bool:
        """The service failed: a 5xx other than 501 and 503, or no answer where one was due."""
        return (self.status >= 500 and self.status not in (501, 503)) or (
            self.status == 0 and self.trouble.startswith("closed")
        )

    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def brief(self) -> str:
        """`GET /path → 404`, or what went wrong."""
        return f"{self.method} {self.target[:120]} → {self.status or self.trouble or 'no answer'}"
