"""Cursor pagination: newest first, stable while rows come and go."""

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from acme_service.errors import InvalidCursor

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
CHECKSUM_BYTES = 4


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place after one row, in the order of creation."""

    created_at: datetime
    id: UUID

    def encode(self) -> str:
        place = f"{self.created_at.isoformat()}|{self.id}".encode()
        # Not a secret: the query's own filter decides what may be seen. The checksum turns
        # a damaged cursor into an error instead of a wrong page.
        checksum = zlib.crc32(place).to_bytes(CHECKSUM_BYTES, "big")
        return base64.urlsafe_b64encode(checksum + place).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            created_at, _, row_id = raw[CHECKSUM_BYTES:].decode().partition("|")
            cursor = cls(datetime.fromisoformat(created_at), UUID(row_id))
        except (binascii.Error, ValueError):
            raise InvalidCursor from None
        if cursor.encode() != text:
            raise InvalidCursor
        return cursor


@dataclass(frozen=True, slots=True)
class PageRequest:
    limit: int = DEFAULT_LIMIT
    after: Cursor | None = None


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    items: Sequence[Row]
    next_cursor: str | None
