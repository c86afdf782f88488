"""Starts the service of a repository from a copy, lays its ground, and lets it be asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import read_application
from backend_agent.probing.options import ProbeOptions
from backend_agent.values.probe import Answered, ProbeReport
from backend_agent.verify.ground import prepare_ground
from backend_agent.verify.probe.profile import Profile
from backend_agent.verify.service import Place, Wish, ask_component
from backend_agent.world.clock import Clock
from backend_agent.world.files import ensure_folder, hash_bytes, remove_folder
from backend_agent.world.folders import cache_home, probes_home
from backend_agent.world.process import Runner
from backend_agent.world.sandbox import open_sandbox
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import create_worktree


def probe_repository(
    path: Path,
    options: ProbeOptions,
    profile: Profile,
    catalog: Catalog,
    clock: Clock,
    on_answer: Callable[[Answered], None],
    tell: Callable[[str], None],
) -> ProbeReport:
    """Nothing of it is left behind: neither the copy nor a process."""
    workspace = open_workspace(path)
    name = hash_bytes(f"{workspace.root} {clock.now()} {clock.elapsed()}".encode())[:12]
    folder = ensure_folder(probes_home() / name)
    caches = ensure_folder(cache_home())
    with ExitStack() as stack:
        stack.callback(remove_folder, folder)
        worktree = create_worktree(workspace, folder / "tree")
        tree, root = worktree.tree(), worktree.root
        work, door = ensure_folder(folder / "work"), ensure_folder(folder / "door")
        runner = _open_session(stack, (root, work, door), caches, options)
        stack_of = detect_stack(tree, catalog)
        component = choose_component(stack_of, options.component, workspace.prefix)
        application = read_application(tree, component, catalog)
        tell("environment")
        ground = prepare_ground(
            tree,
            root,
            component,
            catalog,
            runner,
            caches,
            work / "ground",
            env_file=options.env_file,
            application=application,
        )
        stack.callback(ground.stop)
        place = Place(
            root=root,
            tree=tree,
            component=component,
            catalog=catalog,
            runner=runner,
            folder=door,
            environment=ground.environment,
            runners=ground.runners,
            served=ground.served,
            application=application,
        )
        wish = Wish(
            target=str(path),
            clock=clock,
            depth=options.depth,
            only=options.only,
            profile=profile,
            notes=(*ground.prepared, *ground.missing, *ground.unserved),
            on_answer=on_answer,
            tell=tell,
        )
        return ask_component(place, wish)


def _open_session(
    stack: ExitStack, writable: tuple[Path, ...], caches: Path, options: ProbeOptions
) -> Runner:
    session = open_sandbox(writable=writable, cache=caches, require=options.require_sandbox)
    return stack.enter_context(session)
