"""Who works on a run, and whether they still live: leases that the kernel frees on any death."""

from __future__ import annotations

from pathlib import Path

from backend_agent.values.errors import InputError
from backend_agent.world.lease import Lease, create_lease, fresh_token, is_leased, try_lease

_EXECUTORS = "executors"
_OWNER = "owner.lock"


def name_executor() -> str:
    """A name no other process has or had; the engine's default would let a second process re-run a
    living one's work."""
    return f"executor-{fresh_token(16)}"


def hold_executor(folder: Path, executor: str) -> Lease:
    """The lease of this process's executor in the run's `folder`, held until it is released or dies."""
    return create_lease(folder / _EXECUTORS / executor)


def is_executor_alive(folder: Path, executor: str) -> bool:
    """Whether the process of that executor is still there; an executor without a lease is not."""
    return is_leased(folder / _EXECUTORS / executor)


def clear_dead_executors(folder: Path) -> tuple[str, ...]:
    """Names of executors whose process is gone, their leases removed while nobody can take them."""
    leases = folder / _EXECUTORS
    dead = []
    for path in sorted(leases.iterdir()) if leases.is_dir() else ():
        lease = None if path.name.startswith(".") else try_lease(path, create=False)
        if lease is not None:
            dead.append(path.name)
            lease.release(remove=True)
    return tuple(dead)


def try_own_run(folder: Path) -> Lease | None:
    """The right to work on the run in `folder`: one process at a time; None while another has it."""
    return try_lease(folder / _OWNER, patience=0.2)


def own_run(folder: Path) -> Lease:
    """As `try_own_run`; raises `InputError` while another living process has the run."""
    lease = try_own_run(folder)
    if lease is None:
        raise InputError(
            f"{folder.name}: another process is working on this run",
            hint="wait for it, or end it; `runs list` shows when it stopped",
        )
    return lease


def is_run_owned(folder: Path) -> bool:
    """Whether a living process works on the run in `folder`."""
    return is_leased(folder / _OWNER)
