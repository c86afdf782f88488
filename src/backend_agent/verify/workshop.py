"""The component's own tools at hand while a change is made: its environment, settings and services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.stack import Component
from backend_agent.values.technology import ToolCommand
from backend_agent.verify.change import OpenSession
from backend_agent.verify.checks.repair import Repair, propose_tidying
from backend_agent.verify.checks.scope import build_argv, find_home
from backend_agent.verify.ground import Ground, prepare_ground
from backend_agent.world.process import Runner
from backend_agent.world.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """`ground` as for checks; `run_tool` and `tidy` run in `worktree`, whose files `tree` lists."""

    worktree: Path
    tree: Tree
    component: Component
    catalog: Catalog
    runner: Runner
    ground: Ground

    def run_tool(self, command: ToolCommand, words: tuple[tuple[str, str], ...] = ()) -> Completed:
        """One command of the catalog in the component's folder, or where its settings lie; its
        `{placeholders}` filled."""
        argv = build_argv(command, dict(words), (), ())
        home = find_home(command, self.tree, self.component.path)
        return self._run(argv, home, command.timeout, network=command.network)

    def tidy(self, paths: tuple[str, ...]) -> None:
        """Let the project's linter fix and its formatter format these paths. That a tool fails here is no
        answer yet: the checks judge what it left."""
        self.repair(propose_tidying(self.component, self.catalog, paths))

    def repair(self, repairs: tuple[Repair, ...]) -> None:
        """Run the commands of finite repairs, one after the other."""
        for repair in repairs:
            self._run(repair.argv, repair.cwd, repair.timeout, network=False)

    def _run(self, argv: tuple[str, ...], cwd: str, timeout: float, *, network: bool) -> Completed:
        return self.runner.run(
            Invocation(
                argv=argv,
                cwd=str(self.worktree / cwd),
                profile="install" if network else "verify",
                environment=self.ground.environment,
                writable=(str(self.worktree),),
                timeout=timeout,
            )
        )


@contextmanager
def open_workshop(
    *,
    worktree: Path,
    tree: Tree,
    component: Component,
    application: Application,
    catalog: Catalog,
    open_session: OpenSession,
    folder: Path,
    caches: Path,
    env_file: str = "",
) -> Iterator[Workshop]:
    """Prepare the ground once for several tools. It lies where `verify_change` lays its own with the same
    `folder`, so that the environment is not installed twice."""
    with ExitStack() as stack:
        runner = stack.enter_context(open_session((worktree, folder, caches)))
        ground = prepare_ground(
            tree,
            worktree,
            component,
            catalog,
            runner,
            caches,
            folder / "ground" / "after",
            env_file=env_file,
            application=application,
        )
        stack.callback(ground.stop)
        yield Workshop(
            worktree=worktree,
            tree=tree,
            component=component,
            catalog=catalog,
            runner=runner,
            ground=ground,
        )
