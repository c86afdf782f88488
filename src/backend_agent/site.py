"""Where a run works: its doors, opened once per process, and each phase called with them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.catalog.blueprints import load_blueprint
from backend_agent.deliver import build_delivery, write_reports
from backend_agent.deliver.stack_brief import brief_text
from backend_agent.desk import Desk, DeskDoors
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import keeps_revisions, read_application
from backend_agent.implement import (
    adopt_written,
    copy_blueprint,
    create_migration,
    find_migration_tool,
    leave_migration,
    make_changes,
    settle_worktree,
    tidy_changes,
)
from backend_agent.implement.agent.bench import Shell, Skills
from backend_agent.implement.agent.handover import hand_over
from backend_agent.implement.agent.limits import name_option
from backend_agent.mending import open_reviewer
from backend_agent.plan import make_plan
from backend_agent.skills import SiteSkills
from backend_agent.track import Track
from backend_agent.values.agent import Account, PhaseUsage
from backend_agent.values.application import Application, Setting
from backend_agent.values.changes import ChangeSet, FileChange, Note, merge_changes
from backend_agent.values.delivery import Delivery, PhaseTime
from backend_agent.values.errors import BudgetExceeded, Refused
from backend_agent.values.event import OnEvent
from backend_agent.values.ledger import Past, no_past
from backend_agent.values.plan import Plan, Step
from backend_agent.values.probe import ProbeReport
from backend_agent.values.run import RunOptions
from backend_agent.values.stack import Component, Stack
from backend_agent.values.task import CreateService, Operation, Task
from backend_agent.values.verification import Verification
from backend_agent.values.version import VERSION
from backend_agent.verify import (
    BaseTree,
    Judgement,
    OpenSession,
    Repair,
    propose_repairs,
    verify_change,
)
from backend_agent.verify.shell import WorkshopShell
from backend_agent.verify.workshop import Workshop, open_workshop
from backend_agent.world.clock import Clock
from backend_agent.world.masking import mask_secrets
from backend_agent.world.tree import OverlayTree, Tree
from backend_agent.world.worktree import Worktree


def ignore_delivery(_delivery: Delivery) -> None:
    """The keeper of a site whose runs are not continued."""


def no_doors(_site: Site, _skills: Skills, _shell: Shell) -> DeskDoors:
    """The doors of a site that no language model works at."""
    raise Refused("no language model was chosen for this run", hint="--llm PROVIDER:NAME")


def no_probe(_root: Path, _only: tuple[str, ...]) -> ProbeReport:
    """The probe of a site that starts no service."""
    raise Refused("a probe cannot be made here")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`worktree` is the copy that is worked in; `base` the tree before the change, None where there is
    none. `work` is a folder of the run beside the worktree (logs, grounds), `folder` the run's own;
    `given` is somebody else's change to judge. `keep` keeps a partial delivery; `llm_doors` opens what a
    language model works with. `deliver_branch` writes the change as a branch and answers its name and
    what to know of it; `opened` is the base tree as read. Nothing of this is ever recorded."""

    run: str
    catalog: Catalog
    worktree: Worktree
    base: BaseTree | None
    given: Callable[[], tuple[FileChange, ...]]
    open_session: OpenSession
    deliver_branch: Callable[[tuple[FileChange, ...], str], tuple[str, tuple[str, ...]]]
    folder: Path
    work: Path
    caches: Path
    clock: Clock
    on_event: OnEvent
    options: RunOptions
    prefix: str = ""
    env_file: str = ""
    past: Past = field(default_factory=no_past)
    keep: Callable[[Delivery], None] = ignore_delivery
    llm_doors: Callable[[Site, Skills, Shell], DeskDoors] = no_doors
    probe: Callable[[Path, tuple[str, ...]], ProbeReport] = no_probe
    closers: ExitStack = field(default_factory=ExitStack)
    proposals: dict[Operation, ChangeSet] = field(default_factory=dict)
    opened: list[tuple[Component, Application]] = field(default_factory=list)

    # --- detect

    def detect(self, task: Task | None) -> Stack:
        return detect_stack(self._opening(task), self.catalog)

    def choose_component(self, stack: Stack) -> Component:
        return choose_component(stack, self.options.component, self.prefix)

    def read_before(self, task: Task, component: Component) -> Application:
        return read_application(self._opening(task), component, self.catalog)

    def read_base(self, component: Component) -> Application:
        tree = self.base.tree if self.base else self.worktree.tree()
        return read_application(tree, component, self.catalog)

    def read_given(self) -> ChangeSet:
        return ChangeSet(changes=self.given())

    # --- plan

    def make_plan(
        self, task: Task, stack: Stack, component: Component, before: Application
    ) -> Plan:
        if not isinstance(task.operation, CreateService):
            self.opened.append((component, before))
        plan = make_plan(task, stack, component, before, self.catalog, self.propose)
        return hand_over(plan) if self.options.agent.llm else plan

    def propose(self, operation: Operation, so_far: ChangeSet = ChangeSet()) -> ChangeSet:  # noqa: B008
        """The change that the operation would be on top of `so_far`; nothing is written.

        What plan has asked for is kept, so that implement need not work it out again.
        """
        if not so_far.changes and operation in self.proposals:
            return self.proposals[operation]
        review, tree = open_reviewer(self.catalog), self._tree_with(so_far)
        made = make_changes(operation, tree, self._look, self.catalog, self.past, review)
        if not so_far.changes:
            self.proposals[operation] = made
        return made

    # --- implement

    def open_desk(
        self, plan: Plan, component: Component, before: Application, track: Track
    ) -> Desk:
        """Where a language model works; nothing is opened before it is needed."""

        def verify(changes: ChangeSet) -> Verification:
            return self.verify(plan, changes, component, before, Account())

        def open_doors() -> DeskDoors:
            skills = SiteSkills(
                catalog=self.catalog,
                brief=lambda: brief_text(detect_stack(self.worktree.tree(), self.catalog)),
                similar=component.similar,
                propose=self.propose,
                read_after=lambda: self._look(self.worktree.tree())[1],
                probe_tree=partial(self.probe, self.worktree.root),
                verify_changes=verify,
            )
            shell = WorkshopShell(lambda: self._open_workshop(component, before))
            return self.llm_doors(self, skills, shell)

        desk = Desk(open_doors=open_doors, plan=plan, track=track)
        self.closers.callback(desk.close)
        return desk

    def implement(
        self, unit: Step, so_far: ChangeSet, component: Component, before: Application
    ) -> ChangeSet:
        """`so_far` and what the unit adds to it, written into the worktree."""
        if unit.operation is not None:
            changes = merge_changes(so_far, self.propose(unit.operation, so_far))
            settle_worktree(self.worktree, changes)
            return changes
        return self._write_migration(so_far, component, before)

    def tidy(self, changes: ChangeSet, component: Component, before: Application) -> ChangeSet:
        settle_worktree(self.worktree, changes)
        with self._open_workshop(component, before) as workshop:
            return tidy_changes(self.worktree, changes, workshop.tidy)

    def find_repairs(self, verification: Verification, changes: ChangeSet) -> tuple[Repair, ...]:
        return propose_repairs(verification.outcomes, self.catalog, changes.paths)

    def repair(
        self,
        repairs: tuple[Repair, ...],
        changes: ChangeSet,
        component: Component,
        before: Application,
    ) -> ChangeSet:
        settle_worktree(self.worktree, changes)
        with self._open_workshop(component, before) as workshop:
            workshop.repair(repairs)
        return adopt_written(self.worktree, changes)

    def _write_migration(
        self, so_far: ChangeSet, component: Component, before: Application
    ) -> ChangeSet:
        settle_worktree(self.worktree, so_far)
        tool = find_migration_tool(component, self.catalog)
        if tool is None or not so_far.alters_tables:
            return so_far
        if not keeps_revisions(component, before, self.catalog):
            return merge_changes(so_far, leave_migration(tool, so_far))
        with self._open_workshop(component, before) as workshop:
            made = create_migration(
                tool,
                so_far,
                before,
                workshop.run_tool,
                self.worktree.read_changes,
                lambda: read_application(self.worktree.tree(), component, self.catalog),
            )
        changes = merge_changes(so_far, made)
        settle_worktree(self.worktree, changes)
        return changes

    # --- verify

    def verify(
        self,
        plan: Plan | None,
        changes: ChangeSet,
        component: Component,
        before: Application,
        account: Account | None = None,
    ) -> Verification:
        """`account` is what a language model did, where one worked."""
        if not self.options.verifies:
            return Verification(
                verdict="unverified", headline="unverified: nothing was run, as asked"
            )
        if plan is not None:
            settle_worktree(self.worktree, changes)
        tree = self.worktree.tree()
        judgement = Judgement(
            worktree=self.worktree.root,
            tree=tree,
            component=component,
            catalog=self.catalog,
            before=before,
            after=read_application(tree, component, self.catalog),
            changes=changes.changes,
            open_session=self.open_session,
            folder=self.work,
            caches=self.caches,
            base=self.base,
            plan=plan,
            planned=changes.routes_added if plan and account is None else None,
            leaving=changes.routes_removed,
            refusals=changes.refusals,
            env_file=self.env_file,
            fail_fast=self.options.fail_fast,
            tree_id=self.worktree.identify(changes.paths) if plan else self.worktree.baseline,
            account=_note_removed(account, changes, component) if account else Account(),
        )
        return verify_change(judgement, self.on_event)

    # --- deliver

    def deliver(
        self,
        task: Task | None,
        stack: Stack,
        plan: Plan | None,
        changes: ChangeSet,
        verification: Verification,
        times: tuple[PhaseTime, ...],
        usage: tuple[PhaseUsage, ...] = (),
        *,
        writes_branch: bool = True,
    ) -> Delivery:
        """The branch and the three reports. Written again after a kill they are the same."""
        branch, told = (
            self.deliver_branch(changes.changes, task.text) if task and writes_branch else ("", ())
        )
        notes = tuple(Note(kind="decision", text=text) for text in told)
        delivery = build_delivery(
            run=self.run if task else "",
            title=task.text if task else "verify the tree as it is",
            stack=stack,
            plan=plan,
            changes=replace(changes, notes=(*changes.notes, *notes)),
            verification=verification,
            branch=branch,
            new_settings=self._list_new_settings(stack) if changes.changes else (),
            times=times,
            created_at=self.clock.now(),
            version=VERSION,
            usage=usage,
            mask=mask_secrets,
        )
        write_reports(delivery, self.folder, self.work, mask_secrets)
        return delivery

    def deliver_stopped(
        self, task: Task, stack: Stack, changes: ChangeSet, desk: Desk
    ) -> BudgetExceeded:
        """What there is when a budget is used up, as a report; the error that ends the run. It is no
        recorded step, so that the run can go on with a larger budget."""
        verification = Verification(
            verdict="unverified", headline=f"unverified: stopped by its budget: {desk.excess}"
        )
        delivery = self.deliver(
            task, stack, desk.tell_plan(), changes, verification, desk.track.times, desk.usage,
            writes_branch=False,
        )  # fmt: skip
        self.keep(delivery)
        return BudgetExceeded(
            f"{delivery.headline}; {len(changes.changes)} files so far, report:"
            f" {self.folder / 'report.html'}",
            hint=f"backend-agent runs resume {self.run} {name_option(desk.excess)} …",
        )

    def deliver_nothing(
        self,
        task: Task,
        stack: Stack,
        plan: Plan,
        stopped: str = "",
        usage: tuple[PhaseUsage, ...] = (),
        taken: ChangeSet | None = None,
    ) -> Delivery:
        """No file was changed: it is there already, it was refused, or nobody could do it."""
        made = taken or (self.propose(task.operation) if task.operation else ChangeSet())
        if made.already and not made.refusals:
            why = "everything is there already"
        elif made.refusals:
            why = f"refused, {made.refusals[0].reason}"
        elif usage:
            why = stopped or "the language model changed no file"
        else:
            why = "no engine can do this task"
        headline = f"unverified: nothing was changed: {why}"
        verification = Verification(verdict="unverified", headline=headline)
        return self.deliver(task, stack, plan, replace(made, changes=()), verification, (), usage)

    def _list_new_settings(self, stack: Stack) -> tuple[Setting, ...]:
        """What the service reads from the environment now and did not before."""
        component = self.choose_component(stack)
        known = {setting.name for setting in self.read_base(component).settings}
        after = read_application(self.worktree.tree(), component, self.catalog)
        return tuple(setting for setting in after.settings if setting.name not in known)

    # --- what several phases need

    def _opening(self, task: Task | None) -> Tree:
        """The tree that a task begins with; a new service begins with its blueprint."""
        if task is not None and isinstance(task.operation, CreateService):
            blueprint = copy_blueprint(load_blueprint(task.operation.stack), task.operation.name)
            return self._tree_with(blueprint)
        return self.base.tree if self.base and task else self.worktree.tree()

    def _tree_with(self, changes: ChangeSet) -> Tree:
        assert self.base is not None
        return OverlayTree(self.base.tree, changes.changes) if changes.changes else self.base.tree

    def _look(self, tree: Tree) -> tuple[Component, Application]:
        if self.opened and self.base and tree is self.base.tree:
            return self.opened[-1]
        component = self.choose_component(detect_stack(tree, self.catalog))
        return component, read_application(tree, component, self.catalog)

    def _open_workshop(
        self, component: Component, before: Application
    ) -> AbstractContextManager[Workshop]:
        return open_workshop(
            worktree=self.worktree.root,
            tree=self.worktree.tree(),
            component=component,
            application=before,
            catalog=self.catalog,
            open_session=self.open_session,
            folder=self.work,
            caches=self.caches,
            env_file=self.env_file,
        )


def _note_removed(account: Account, changes: ChangeSet, component: Component) -> Account:
    """The account with the files of tests that the language model removed by hand."""
    tests = {path for layer in component.layers if layer.role == "tests" for path in layer.paths}
    gone = tuple(
        change.path
        for change in changes.changes
        if change.after is None and change.maker == "agent"
    )
    return replace(account, removed_tests=tuple(path for path in gone if path in tests))
