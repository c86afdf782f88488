"""Opens the site of a run from what was recorded of it: copies, sandbox, catalog, branch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.durable.keep import keep_delivery
from backend_agent.durable.ledger import read_past
from backend_agent.durable.llm_doors import make_doors
from backend_agent.implement.agent.person import Person
from backend_agent.probing import ProbeOptions, probe_target
from backend_agent.site import Site
from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError
from backend_agent.values.event import OnEvent
from backend_agent.values.probe import ProbeReport
from backend_agent.values.run import RunOptions, RunRecord, RunRequest
from backend_agent.values.task import CreateService
from backend_agent.verify import BaseTree
from backend_agent.world.branch import write_branch
from backend_agent.world.clock import Clock
from backend_agent.world.deadline import DeadlineRunner
from backend_agent.world.files import ensure_folder, read_file, write_atomic
from backend_agent.world.folders import cache_home
from backend_agent.world.git import find_merge_base
from backend_agent.world.given import read_given
from backend_agent.world.process import Runner
from backend_agent.world.sandbox import open_sandbox
from backend_agent.world.telemetry import SILENCE, Tracing
from backend_agent.world.workspace import Workspace, open_workspace
from backend_agent.world.worktree import Worktree, create_worktree

Delivered = tuple[str, tuple[str, ...]]


def open_catalog(options: RunOptions = RunOptions()) -> Catalog:  # noqa: B008 - frozen
    """Our data and the packs of the options, through the index in the user's cache."""
    return load_catalog(tuple(Path(pack) for pack in options.packs), cache_home())


def open_site(
    record: RunRecord,
    request: RunRequest,
    clock: Clock,
    on_event: OnEvent,
    person: Person | None = None,
    tracing: Tracing = SILENCE,
) -> Site:
    """Copy what is to be worked on (once: a resumed run finds its copies) and bring the doors together."""
    options, folder = request.options, Path(record.folder)
    workspace = _open_user_tree(request)
    workspace = replace(workspace, head=_remember(folder / "head", workspace.head))
    since = None
    if request.task is None:
        since = _remember(folder / "since", _find_base(workspace, options))
    worktree = create_worktree(workspace, folder / "tree")
    base = _copy_base(workspace, worktree, folder / "base", since, judges=request.task is None)
    caches = ensure_folder(cache_home())
    return Site(
        run=record.id,
        catalog=open_catalog(options),
        worktree=worktree,
        base=base,
        given=partial(read_given, workspace, since),
        open_session=partial(_open_session, caches, options, clock, clock.elapsed()),
        deliver_branch=partial(_write_branch, workspace, record),
        folder=folder,
        work=ensure_folder(folder / "work"),
        caches=caches,
        clock=clock,
        on_event=on_event,
        options=options,
        prefix=request.prefix,
        past=read_past(workspace),
        env_file=_read_env_file(options),
        keep=partial(keep_delivery, record),
        llm_doors=partial(make_doors, request, person, tracing),
        probe=partial(_probe, options),
    )


def _remember(path: Path, commit: str | None) -> str | None:
    """The commit as it was when the run began: the user may have moved on before it is resumed."""
    if path.is_file():
        return read_file(path).decode() or None
    write_atomic(path, (commit or "").encode())
    return commit


def _open_user_tree(request: RunRequest) -> Workspace:
    root = Path(request.root)
    if request.task is not None and isinstance(request.task.operation, CreateService):
        return Workspace(root=root, top=None, head=None, files=())
    return open_workspace(root)


def _find_base(workspace: Workspace, options: RunOptions) -> str | None:
    """The commit that a given change is judged against; None where there is no history."""
    if not workspace.is_git:
        return None
    return find_merge_base(workspace.root, options.base or None)


def _copy_base(
    workspace: Workspace, worktree: Worktree, folder: Path, since: str | None, *, judges: bool
) -> BaseTree | None:
    if judges and since is None:
        return None
    if since is not None:
        base = create_worktree(workspace, folder, at=since)
    elif workspace.files:
        # From our copy, not from the user's tree: that may have changed since.
        base = create_worktree(open_workspace(worktree.root), folder)
    else:
        base = create_worktree(workspace, folder)
    base.restore()
    return BaseTree(make=lambda: base.root, tree=base.tree(), id=base.baseline)


@contextmanager
def _open_session(
    caches: Path, options: RunOptions, clock: Clock, begun: float, writable: tuple[Path, ...]
) -> Iterator[Runner]:
    kept = tuple(path for path in writable if path != caches)
    with open_sandbox(writable=kept, cache=caches, require=options.require_sandbox) as runner:
        end = begun + options.deadline
        yield DeadlineRunner(runner, clock, end) if options.deadline else runner


def _write_branch(
    workspace: Workspace, record: RunRecord, changes: tuple[FileChange, ...], title: str
) -> Delivered:
    """The branch `backend-agent/RUN` on top of HEAD, where there is one."""
    if not workspace.is_git or workspace.head is None or not changes:
        return "", ()
    written = write_branch(
        workspace, f"backend-agent/{record.id}", workspace.head, changes, f"{title}\n"
    )
    told = tuple(
        f"the branch also holds your uncommitted edits of {path}" for path in written.carried
    )
    return written.name, told


def _probe(options: RunOptions, root: Path, only: tuple[str, ...]) -> ProbeReport:
    """Ask the service that the copy at `root` starts, under the run's own settings."""
    asked = ProbeOptions(
        only=only,
        component=options.component,
        env_file=_read_env_file(options),
        packs=tuple(Path(pack) for pack in options.packs),
        require_sandbox=options.require_sandbox,
    )
    return probe_target(str(root), asked)


def _read_env_file(options: RunOptions) -> str:
    if not options.env_file:
        return ""
    try:
        return read_file(Path(options.env_file)).decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{options.env_file}: not UTF-8 at byte {error.start}") from None
