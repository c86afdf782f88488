"""What earlier runs added to a repository, read from their deliveries."""

from __future__ import annotations

from pathlib import Path

from backend_agent.durable.keep import read_kept
from backend_agent.durable.runs import list_runs
from backend_agent.values.delivery import Delivery
from backend_agent.values.errors import DataError, InputError
from backend_agent.values.ledger import Addition, Past
from backend_agent.values.run import RunRecord
from backend_agent.values.task import AddField, AddResource
from backend_agent.world.folders import runs_home
from backend_agent.world.git import read_file_at
from backend_agent.world.workspace import Workspace


def read_past(workspace: Workspace) -> Past:
    """The additions of the runs in this repository, newest first, read when they are asked for.

    Where there is no git, every path counts as committed: nobody can tell who has it already.
    """
    root = workspace.top or workspace.root

    def is_committed(path: str) -> bool:
        return not workspace.is_git or read_file_at(root, "HEAD", path) is not None

    return Past(additions=lambda: _read_additions(root), is_committed=is_committed)


def read_delivery(record: RunRecord) -> Delivery | None:
    """What the run delivered; None while there is nothing, or nothing that can be read."""
    try:
        return read_kept(record)
    except (DataError, InputError):
        return None


def _read_additions(root: Path) -> tuple[Addition, ...]:
    found: list[Addition] = []
    for record in list_runs(runs_home()):
        delivery = read_delivery(record) if Path(record.repository) == root else None
        operation = delivery.plan.task.operation if delivery and delivery.plan else None
        if delivery and isinstance(operation, AddResource | AddField) and delivery.changes.changes:
            found.append(Addition(run=record.id, operation=operation, changes=delivery.changes))
    return tuple(found)
