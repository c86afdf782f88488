"""A bench on a real worktree, with our own engines behind it, for tests of single tools."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.deliver.stack_brief import brief_text
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import read_application
from backend_agent.implement import make_changes
from backend_agent.implement.agent.bench import Bench
from backend_agent.implement.agent.calls import Caller
from backend_agent.implement.agent.intents import Intents
from backend_agent.implement.agent.permission import Permissions
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.implement.agent.tools.registry import list_tools, register
from backend_agent.skills import SiteSkills
from backend_agent.values.agent import AgentFile, AgentPlan, CallDone
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.conversation import ToolCall
from backend_agent.values.errors import Refused
from backend_agent.values.ledger import no_past
from backend_agent.values.probe import ProbeReport
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.stack import Component
from backend_agent.values.task import Operation
from backend_agent.values.verification import Verification
from backend_agent.world.process import Runner, Running
from backend_agent.world.tree import OverlayTree, Tree
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import create_worktree

BAD_SERVER = Path(__file__).parents[2] / "world/bad_mcp_server.py"
"""An MCP server that is started with the file in which it counts its calls."""


class SandboxShell:
    """Scripts in a sandbox at the root of a folder, without an environment of a component."""

    def __init__(self, runner: Runner, root: Path) -> None:
        self._runner, self._root = runner, root

    def run(self, script: str, timeout: float, stdin: bytes = b"") -> Completed:
        return self._runner.run(self._invocation(script, timeout, stdin))

    def start(self, script: str) -> Running:
        return self._runner.start(self._invocation(script, 0.0, b""))

    def close(self) -> None:
        """Whoever opened the runner closes it."""

    def _invocation(self, script: str, timeout: float, stdin: bytes) -> Invocation:
        return Invocation(
            argv=("bash", "-c", script),
            cwd=str(self._root),
            writable=(str(self._root),),
            timeout=timeout,
            stdin=stdin,
        )


def never_probe(_only: tuple[str, ...]) -> ProbeReport:
    raise Refused("there is no service here")


def make_bench(root: Path, folder: Path, runner: Runner) -> Bench:
    """The bench of a run on the repository at `root`; its copy lies in `folder`."""
    catalog = load_catalog()
    worktree = create_worktree(open_workspace(root), folder / "tree")
    baseline = worktree.tree()

    def look(tree: Tree) -> tuple[Component, Application]:
        component = choose_component(detect_stack(tree, catalog), "", "")
        return component, read_application(tree, component, catalog)

    def propose(operation: Operation, so_far: ChangeSet) -> ChangeSet:
        tree = OverlayTree(baseline, so_far.changes)
        return make_changes(operation, tree, look, catalog, no_past())

    skills = SiteSkills(
        catalog=catalog,
        brief=lambda: brief_text(detect_stack(worktree.tree(), catalog)),
        similar=look(baseline)[0].similar,
        propose=propose,
        read_after=lambda: look(worktree.tree())[1],
        probe_tree=never_probe,
        verify_changes=lambda _: Verification(verdict="unverified", headline="nothing was run"),
    )
    shell = SandboxShell(runner, worktree.root)
    return Bench(worktree=worktree, shell=shell, skills=skills, mask=str)


def call_tool(
    bench: Bench,
    name: str,
    given: Mapping[str, object],
    *,
    plan: tuple[str, ...] = ("a.py",),
    tools: tuple[ToolKind, ...] | None = None,
    permissions: Permissions = Permissions(mode="full"),  # noqa: B008 - frozen
) -> CallDone:
    """One call as a conversation makes it, with a plan that names the files of `plan`."""
    caller = Caller(
        registry=register(list_tools(None) if tools is None else tools),
        permissions=permissions,
        hooks=(),
        bench=bench,
        once=Intents(bench.worktree.root.parent).begin,
    )
    call = ToolCall(id=f"call_{name}", name=name, arguments=json.dumps(given))
    made = AgentPlan(files=tuple(AgentFile(path=path) for path in plan))
    return caller.make_call(call, made, frozenset(), frozenset())
