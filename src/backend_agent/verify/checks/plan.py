"""Plans the checks of a component: the repository's own commands first, the data's for the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import join

from backend_agent.catalog import Catalog
from backend_agent.facts import keeps_revisions
from backend_agent.values.application import Application
from backend_agent.values.stack import Component
from backend_agent.values.technology import Technology, ToolCommand
from backend_agent.verify.checks.areas import Areas, is_test_path
from backend_agent.verify.checks.documented import Documented, strip_runner, unfold_commands
from backend_agent.verify.checks.planned import TITLES, CheckStep, PlannedCheck
from backend_agent.verify.checks.scope import (
    build_argv,
    default_paths,
    documented_scope,
    find_home,
    match_tool,
)
from backend_agent.world.tree import Tree, read_text

SINGLE = ("format", "lint", "types", "test", "build", "image", "audit")
COUNTING = ("format", "lint", "types", "test")
INSIDE = frozenset(("test", "types", "migration"))
IMAGE_TAGS = ("container", "dependency", "start")


def plan_checks(
    tree: Tree,
    component: Component,
    catalog: Catalog,
    areas: Areas,
    application: Application,
    runners: tuple[tuple[str, ...], ...] = (),
) -> tuple[PlannedCheck, ...]:
    """Every check of the component, required or not; `runners` as in Ground.runners.

    A required check that no command is known for is planned with that reason, never left out.
    """
    desk = _Desk(tree, component, catalog, areas, application, runners)
    # Migrations come first: they want the empty database, and the tests a migrated one.
    checks = desk.plan_migrations()
    checks += [check for kind in SINGLE for check in desk.plan_kind(kind)]
    known = {check.kind for check in checks}
    for kind in ("test", "build"):
        if kind not in known:
            checks.append(_unknown(kind, component))
    return tuple(checks)


def _unknown(kind: str, component: Component) -> PlannedCheck:
    return PlannedCheck(
        check=kind,
        kind=kind,
        technology="",
        title=TITLES[kind],
        required=True,
        skip=f"no {TITLES[kind]} command is known for {component.name}",
    )


def lives_inside(technology: Technology) -> bool:
    """Whether the tool imports the component's packages, so that only an installed one can judge."""
    return technology.kind in INSIDE and bool(technology.registry)


class _Desk:
    """What planning knows of one component."""

    def __init__(
        self,
        tree: Tree,
        component: Component,
        catalog: Catalog,
        areas: Areas,
        application: Application,
        runners: tuple[tuple[str, ...], ...],
    ) -> None:
        self.tree = tree
        self.component = component
        self.areas = areas
        self.application = application
        self.runners = runners
        self.calls = unfold_commands(tree, component, runners)
        self.technologies = self._choose_technologies(catalog)
        self.revised = keeps_revisions(component, application, catalog)

    def _choose_technologies(self, catalog: Catalog) -> tuple[Technology, ...]:
        """Those that detection found, and those whose tool a documented command calls."""
        found = self.component.technology_ids()
        language = self.component.language
        return tuple(
            technology
            for technology in catalog.technologies
            if technology.id == language
            or technology.id in found
            or (technology.language in ("", language) and self._is_called(technology))
        )

    def _is_called(self, technology: Technology) -> bool:
        return any(
            match_tool(command, call.argv) is not None
            for command in technology.commands
            if command.kind in SINGLE and command.kind != "build"
            for call in self.calls
        )

    def plan_kind(self, kind: str) -> list[PlannedCheck]:
        checks = []
        for technology in self.technologies:
            command = next(
                (
                    each
                    for each in technology.commands
                    if each.kind == kind and not each.writes and self.applies(each)
                ),
                None,
            )
            if command is not None:
                checks.append(self.plan_command(technology, command, kind))
        if not checks:
            checks += self.plan_unknown_tool(kind)
        return checks

    def plan_command(self, technology: Technology, command: ToolCommand, kind: str) -> PlannedCheck:
        scope = documented_scope(command, technology.commands, self.calls, self.tree)
        if scope is None:
            cwd, evidence = self.component.path, None
            options: tuple[str, ...] = ()
            paths: tuple[str, ...] = (
                () if kind == "test" else default_paths(command, self.tree, cwd)
            )
        else:
            call, options, paths = scope
            cwd, evidence = call.cwd, call.evidence
            if not paths and kind != "test" and call.kind != kind:
                paths = default_paths(command, self.tree, cwd)
        step = self.step(command, paths, options, TITLES[kind])
        steps: tuple[CheckStep, ...] = (step,)
        if kind == "test":
            steps = (*self.pretest_steps(), *self.touched_step(command, options, cwd), step)
        return PlannedCheck(
            check=f"{kind}:{technology.id}",
            kind=kind,
            technology=technology.id,
            title=f"{TITLES[kind]} ({technology.title})" if kind in COUNTING else TITLES[kind],
            steps=steps,
            cwd=cwd,
            required=self.is_required(kind),
            exclusive=command.exclusive,
            needs=command.needs,
            inside=lives_inside(technology),
            answers=command.answers,
            unanswered="no container engine" if kind == "image" else "",
            evidence=evidence,
        )

    def step(
        self,
        command: ToolCommand,
        paths: tuple[str, ...],
        options: tuple[str, ...],
        label: str,
    ) -> CheckStep:
        argv = build_argv(command, self.words(command), paths, options)
        return CheckStep(
            label=label,
            argv=argv,
            reader=command.reader,
            success=command.success,
            timeout=command.timeout,
            network=command.network,
        )

    def words(self, command: ToolCommand) -> dict[str, str]:
        """What placeholders of the data's command stand for, where it is known."""
        words = {"count": str(max(len(self.new_migrations()), 1))}
        prefix = f"{self.component.path}/" if self.component.path else ""
        if command.kind == "image" and command.files:
            pattern = re.compile(command.files)
            for path in self.tree.paths():
                if path.startswith(prefix) and pattern.search(path):
                    words["dockerfile"] = path.removeprefix(prefix)
                    break
        return words

    def new_migrations(self) -> tuple[str, ...]:
        known = {migration.path for migration in self.application.migrations}
        return tuple(path for path in self.areas.paths if path in known)

    def applies(self, command: ToolCommand) -> bool:
        """Whether one of the files that the command needs exists, with the text it needs."""
        if not command.when:
            return True
        for name in command.when:
            path = join(self.component.path, name)
            if self.tree.exists(path):
                if not command.when_text:
                    return True
                if re.search(command.when_text, read_text(self.tree, path)):
                    return True
        return False

    def is_required(self, kind: str) -> bool:
        if kind in ("test", "build"):
            return True
        if kind == "image":
            return self.areas.touches(*IMAGE_TAGS)
        if kind == "audit":
            return self.areas.touches("dependency")
        if kind in ("migrate", "drift"):
            return self.areas.touches("model", "migration") and self.revised
        return bool(self.areas.sources or self.areas.tests)

    def plan_unknown_tool(self, kind: str) -> list[PlannedCheck]:
        """A documented command whose tool no data knows: run as it is, by its exit code."""
        if kind not in ("test", "lint", "types", "build"):
            return []
        for command in self.component.commands:
            if command.kind != kind or command.writes or command.origin == "default":
                continue
            argv = strip_runner(command.argv, self.runners)
            step = CheckStep(label=TITLES[kind], argv=argv, timeout=1800)
            return [
                PlannedCheck(
                    check=kind,
                    kind=kind,
                    technology="",
                    title=TITLES[kind],
                    steps=(step,),
                    cwd=command.cwd,
                    required=self.is_required(kind),
                    exclusive=kind == "test",
                    needs=argv[:1],
                    evidence=command.evidence,
                )
            ]
        return []

    def touched_step(
        self, command: ToolCommand, options: tuple[str, ...], cwd: str
    ) -> tuple[CheckStep, ...]:
        """The touched test files alone come first: they fail soonest. Where most files are touched
        that would run the whole suite twice, so it is left to the tree before the change."""
        if not command.files:
            return ()
        pattern = re.compile(command.files)
        prefix = f"{cwd}/" if cwd else ""
        touched = tuple(
            path.removeprefix(prefix)
            for path in self.areas.tests
            if pattern.search(path) and path.startswith(prefix) and self.tree.exists(path)
        )
        every = [
            path for path in self.tree.paths() if path.startswith(prefix) and is_test_path(path)
        ]
        if not touched:
            return ()
        step = self.step(command, touched, options, "touched tests")
        early = len(touched) * 2 <= len(every)
        return (replace(step, counted=False, here=early, only_early=True),)

    def pretest_steps(self) -> tuple[CheckStep, ...]:
        """What the repository itself runs between the services and the tests: its migrations and its
        first data, where a pipeline or script documents them."""
        for origin in ("ci", "script", "task-runner"):
            steps = tuple(
                CheckStep(label=f"before the tests: {' '.join(argv)}", argv=argv, counted=False)
                for command in self.component.commands
                if command.kind == "migrate" and command.origin == origin
                for argv in (strip_runner(command.argv, self.runners),)
            )
            if steps:
                return steps[:1]
        return ()

    def plan_migrations(self) -> list[PlannedCheck]:
        """Up, down by the change's own revisions, up again; then whether models have more."""
        checks: list[PlannedCheck] = []
        for technology in self.technologies:
            by_kind = {
                command.kind: command for command in technology.commands if self.applies(command)
            }
            up, down = by_kind.get("migrate"), by_kind.get("migrate-down")
            drift = by_kind.get("migrate-drift")
            if technology.kind != "migration" or up is None:
                continue
            downs = (
                (self.step(down, (), (), "down"), self.step(up, (), (), "up again")) if down else ()
            )
            steps = (self.step(up, (), (), "up"), *downs)
            title = TITLES["migrate"] if down else "migrations up"
            checks.append(self.migration_check(technology, up, "migrate", title, steps))
            if drift is not None:
                step = self.step(drift, (), (), "drift")
                checks.append(
                    self.migration_check(technology, drift, "drift", TITLES["drift"], (step,))
                )
        return checks

    def migration_check(
        self,
        technology: Technology,
        command: ToolCommand,
        kind: str,
        title: str,
        steps: tuple[CheckStep, ...],
    ) -> PlannedCheck:
        call = self.find_call(command)
        return PlannedCheck(
            check=f"{kind}:{technology.id}",
            kind=kind,
            technology=technology.id,
            title=title,
            steps=steps,
            cwd=self.find_folder(command, call),
            required=self.is_required(kind),
            exclusive=True,
            needs=command.needs,
            inside=lives_inside(technology),
            evidence=call.evidence if call else None,
        )

    def find_folder(self, command: ToolCommand, call: Documented | None) -> str:
        """Where the documented call runs, unless the tool's settings lie elsewhere: documents often
        leave out the step into the folder."""
        settled = call is not None and (
            not command.home or self.tree.exists(join(call.cwd, command.home))
        )
        if call is not None and settled:
            return call.cwd
        return find_home(command, self.tree, self.component.path)

    def find_call(self, command: ToolCommand) -> Documented | None:
        return next(
            (call for call in self.calls if match_tool(command, call.argv) is not None), None
        )
