"""A run's delivery on the disk, where it is read without the engine."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from backend_agent.durable.blobs import Blobs
from backend_agent.durable.serializer import ValueSerializer
from backend_agent.values.delivery import Delivery
from backend_agent.values.run import RunRecord
from backend_agent.world.files import read_file, write_atomic

NAME = "delivery.json"


def keep_delivery(record: RunRecord, delivery: Delivery) -> None:
    """Write it; one that was there is replaced."""
    written = _serializer(record).serialize(delivery)
    write_atomic(Path(record.folder) / NAME, written.encode())


def read_kept(record: RunRecord) -> Delivery | None:
    """What was kept, None where nothing was."""
    path = Path(record.folder) / NAME
    if not path.is_file():
        return None
    return cast(Delivery, _serializer(record).deserialize(read_file(path).decode()))


def _serializer(record: RunRecord) -> ValueSerializer:
    return ValueSerializer(Blobs(Path(record.folder) / "blobs"))
