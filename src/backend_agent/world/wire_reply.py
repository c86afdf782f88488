"""Reads HTTP/1.1 answers strictly from what a connection delivered (RFC 9112 sections 4 to 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: [^\r\n]*)?\Z")
FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*\Z", re.DOTALL)
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\Z")
WITHOUT_BODY = (204, 304)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """An answer as parsed; `raw` its bytes, `trouble` what is malformed in it."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    raw: bytes = b""
    trouble: str = ""


class ReplyBuffer:
    """The bytes that came, taken off as whole answers."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def __len__(self) -> int:
        return len(self._bytes)

    def add(self, piece: bytes) -> None:
        self._bytes += piece

    @property
    def rest(self) -> bytes:
        return bytes(self._bytes)

    def partial(self, trouble: str = "") -> Parts:
        """What there is of an answer that did not come to its end."""
        raw = bytes(self._bytes)
        self._bytes.clear()
        head, found, body = raw.partition(b"\r\n\r\n")
        status, headers, _ = _read_head(head) if found else (0, (), "")
        return Parts(status=status, headers=headers, body=body, raw=raw, trouble=trouble)

    def take(self, method: str, *, ended: bool) -> Parts | None:
        """The next whole answer, or None: more bytes are needed. `ended` = no more will come."""
        raw = bytes(self._bytes)
        end = raw.find(b"\r\n\r\n")
        if end < 0:
            return self._unfinished(raw) if ended else None
        status, headers, trouble = _read_head(raw[:end])
        if trouble:
            return self._finish(raw, len(raw), status, headers, raw[end + 4 :], trouble)
        body_at = end + 4
        if method == "HEAD" or status in WITHOUT_BODY or 100 <= status < 200:
            return self._finish(raw, body_at, status, headers, b"", "")
        codings = _values(headers, "transfer-encoding")
        if codings and codings[-1].lower().endswith("chunked"):
            return self._take_chunked(raw, body_at, status, headers, ended=ended)
        lengths = set(_values(headers, "content-length"))
        if len(lengths) > 1 or any(not each.isdigit() for each in lengths):
            return self._finish(raw, len(raw), status, headers, raw[body_at:], "malformed length")
        if lengths:
            stop = body_at + int(lengths.pop())
            if len(raw) >= stop:
                return self._finish(raw, stop, status, headers, raw[body_at:stop], "")
            if ended:
                return self._finish(
                    raw, len(raw), status, headers, raw[body_at:], "closed before the body ended"
                )
            return None
        if ended:
            return self._finish(raw, len(raw), status, headers, raw[body_at:], "")
        return None

    def _unfinished(self, raw: bytes) -> Parts:
        self._bytes.clear()
        if not raw:
            return Parts(trouble="closed without an answer")
        return Parts(raw=raw, trouble=f"malformed answer: {raw[:60]!r}")

    def _take_chunked(
        self, raw: bytes, at: int, status: int, headers: tuple[tuple[str, str], ...], *, ended: bool
    ) -> Parts | None:
        body = bytearray()
        while True:
            line_end = raw.find(b"\r\n", at)
            if line_end < 0:
                break
            size = CHUNK_SIZE.match(raw[at:line_end])
            if size is None:
                return self._finish(raw, len(raw), status, headers, bytes(body), "malformed chunk")
            length = int(size[1], 16)
            start = line_end + 2
            if length == 0:
                stop = raw.find(b"\r\n", start)
                if stop == start:
                    return self._finish(raw, stop + 2, status, headers, bytes(body), "")
                trailers = raw.find(b"\r\n\r\n", start)
                if trailers < 0:
                    break
                return self._finish(raw, trailers + 4, status, headers, bytes(body), "")
            if len(raw) < start + length + 2:
                break
            body += raw[start : start + length]
            at = start + length + 2
        if ended:
            trouble = "closed before the body ended"
            return self._finish(raw, len(raw), status, headers, bytes(body), trouble)
        return None

    def _finish(
        self,
        raw: bytes,
        stop: int,
        status: int,
        headers: tuple[tuple[str, str], ...],
        body: bytes,
        trouble: str,
    ) -> Parts:
        del self._bytes[:stop]
        return Parts(status=status, headers=headers, body=body, raw=raw[:stop], trouble=trouble)


def _read_head(head: bytes) -> tuple[int, tuple[tuple[str, str], ...], str]:
    lines = head.split(b"\r\n")
    found = STATUS_LINE.match(lines[0])
    if found is None:
        return 0, (), f"malformed status line: {lines[0][:60]!r}"
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        field = FIELD.match(line)
        if field is None:
            return int(found[1]), tuple(headers), f"malformed header: {line[:60]!r}"
        headers.append((field[1].decode("ascii"), field[2].decode("latin-1")))
    return int(found[1]), tuple(headers), ""


def _values(headers: tuple[tuple[str, str], ...], name: str) -> list[str]:
    return [value.strip() for key, value in headers if key.lower() == name]
