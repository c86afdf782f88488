"""What the control remembers, behind a database that can be taken away."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from .tokens import Session


class Gone(Exception):
    """The database does not answer."""


class Database:
    """A line to a server that answers every line with "ok"; nothing is read or written without asking it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 0

    async def ask(self) -> None:
        if not self.port:
            await asyncio.sleep(0)
            return
        try:
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(self.host, self.port), 1.0
            )
            writer.write(b"ask\n")
            answer = await asyncio.wait_for(reader.readline(), 1.0)
            writer.close()
        except (OSError, TimeoutError):
            raise Gone from None
        if answer != b"ok\n":
            raise Gone


@dataclass
class User:
    id: str
    email: str
    password: str
    role: str = "user"
    display_name: str | None = None


@dataclass
class Note:
    id: str
    owner: str
    title: str
    text: str | None
    quantity: int
    link: str | None
    number: int
    created_at: str
    version: int = 1

    def shown(self) -> dict[str, object]:
        return {
            "id": self.id, "owner_id": self.owner, "title": self.title, "text": self.text, "quantity": self.quantity,
            "link": self.link, "created_at": self.created_at, "version": self.version,
        }  # fmt: skip


@dataclass
class Kept:
    """An answer under an idempotency key; None while the first request is under way."""

    fingerprint: str
    answer: tuple[int, list[tuple[str, str]], bytes] | None = None


@dataclass
class Store:
    database: Database
    users: dict[str, User] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    keys: dict[tuple[str, str], Kept] = field(default_factory=dict)
    locks: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    number: int = 0

    def user_by_email(self, email: str) -> User | None:
        return next((user for user in self.users.values() if user.email == email), None)

    def notes_of(self, owner: str) -> list[Note]:
        mine = [note for note in self.notes.values() if note.owner == owner]
        return sorted(mine, key=lambda note: -note.number)


class Limiter:
    """A sliding window for each key."""

    def __init__(self, quota: int, seconds: float) -> None:
        self.quota, self.seconds = quota, seconds
        self.hits: dict[str, deque[float]] = defaultdict(deque)

    def count(self, key: str) -> tuple[bool, int, int]:
        """Whether it may pass, how many are left, seconds until one is free again."""
        now, hits = time.monotonic(), self.hits[key]
        while hits and hits[0] <= now - self.seconds:
            hits.popleft()
        free = int(hits[0] + self.seconds - now) + 1 if hits else int(self.seconds)
        if len(hits) >= self.quota:
            return False, 0, free
        hits.append(now)
        return True, self.quota - len(hits), free


def utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
