"""What a gate remembers of a repository: its last green answer, and per session what it has refused."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from backend_agent.values.delivery import Delivery
from backend_agent.values.errors import InputError
from backend_agent.values.verification import Outcome
from backend_agent.world.files import ensure_folder, hash_bytes, read_file, write_atomic

MOST_REFUSALS = 3
MOST_IN_A_ROW = 10
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Green:
    """The last green answer; `key` names the tree and all that it depended on, `at` is ISO 8601."""

    key: str
    verdict: str
    headline: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMemory:
    """`begun` is the commit that the session began on; `refused` are fingerprints with how often;
    `row` counts refusals since the person last spoke."""

    begun: str = ""
    refused: tuple[tuple[str, int], ...] = ()
    row: int = 0

    def count(self, fingerprint: str) -> int:
        return dict(self.refused).get(fingerprint, 0)


def gate_folder(caches: Path, root: Path) -> Path:
    """The folder of one repository below the caches."""
    return caches / "gate" / hash_bytes(str(root).encode("utf-8", "surrogateescape"))[:24]


def find_green(folder: Path) -> Green | None:
    """None where nothing is kept, or it cannot be read."""
    try:
        return Green(**json.loads(read_file(folder / "green.json")))
    except (InputError, ValueError, TypeError):
        return None


def keep_green(folder: Path, green: Green) -> None:
    """Raises InputError."""
    write_atomic(ensure_folder(folder) / "green.json", json.dumps(asdict(green)).encode(), 0o600)


def read_session(folder: Path, session: str) -> SessionMemory:
    """An empty memory for a session that was not seen before."""
    try:
        found = json.loads(read_file(_session_place(folder, session)))
        refused = tuple((str(each[0]), int(each[1])) for each in found["refused"])
        return SessionMemory(begun=str(found["begun"]), refused=refused, row=int(found["row"]))
    except (InputError, ValueError, TypeError, KeyError, IndexError):
        return SessionMemory()


def write_session(folder: Path, session: str, memory: SessionMemory) -> None:
    """Raises InputError."""
    place = _session_place(folder, session)
    ensure_folder(place.parent)
    write_atomic(place, json.dumps(asdict(memory)).encode(), 0o600)


def weigh_refusal(
    memory: SessionMemory, fingerprint: str, *, prolonged: bool
) -> tuple[SessionMemory, bool]:
    """Whether to refuse once more. The same reason is refused three times in a session, and ten
    refusals follow each other at most, whatever their reasons."""
    row = memory.row if prolonged else 0
    times = memory.count(fingerprint)
    if times >= MOST_REFUSALS or row >= MOST_IN_A_ROW:
        return replace(memory, row=row), False
    counts = {**dict(memory.refused), fingerprint: times + 1}
    return replace(memory, refused=tuple(counts.items()), row=row + 1), True


def mark_failures(delivery: Delivery, failures: tuple[Outcome, ...]) -> str:
    """A fingerprint of failing checks and their findings. Lines and other numbers of findings are left
    out: they move while the same fault stays."""
    parts: list[str] = [delivery.verdict]
    for outcome in failures:
        fresh = sorted(
            f"{finding.path}\0{NUMBERS.sub('#', finding.message)}"
            for finding in outcome.new_findings
        )
        parts += [outcome.check, *(fresh or (outcome.reason,))]
    return hash_bytes("\0".join(parts).encode("utf-8", "surrogateescape"))[:24]


def _session_place(folder: Path, session: str) -> Path:
    name = hash_bytes(session.encode("utf-8", "surrogateescape"))[:24]
    return folder / "sessions" / f"{name}.json"
