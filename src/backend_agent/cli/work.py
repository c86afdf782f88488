"""What `run`, `add` and `new` share: their options, starting a run, and how it goes on when stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from backend_agent.cli.llm_options import find_person
from backend_agent.cli.options import (
    component_option,
    env_file_option,
    json_option,
    pack_option,
    sandbox_option,
    strict_option,
)
from backend_agent.cli.progress import watch_progress
from backend_agent.cli.show_delivery import show_delivery

if TYPE_CHECKING:
    from pathlib import Path

    from backend_agent.equip import Wishes
    from backend_agent.values.event import OnEvent
    from backend_agent.values.run import RunOptions
    from backend_agent.values.task import Task

INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options of a working command as they were typed."""

    like: str | None = None
    component: str | None = None
    env_file: Path | None = None
    packs: tuple[Path, ...] = ()
    sandbox: str = "auto"
    strict: bool = False
    wishes: Wishes | None = None

    def options(self, repository: Path | None = None) -> RunOptions:
        """Raises InputError, ToolMissing where a language model was wished for and cannot be asked."""
        from backend_agent.values.agent import NO_OPTIONS
        from backend_agent.values.run import RunOptions

        agent = NO_OPTIONS
        if self.wishes is not None and repository is not None:
            from backend_agent.equip import equip_run

            agent = equip_run(repository, self.wishes, packs=self.packs)
        return RunOptions(
            agent=agent,
            component=self.component or "",
            env_file=str(self.env_file.resolve()) if self.env_file else "",
            packs=tuple(str(pack.resolve()) for pack in self.packs),
            require_sandbox=self.sandbox == "require",
        )


def working_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options of every command that works on a repository, in the order of its help. The command
    receives them as `choices`, and `as_json`."""

    @wraps(command)
    def gathered(
        *given: Any,
        component: str | None,
        env_file: Path | None,
        packs: tuple[Path, ...],
        sandbox: str,
        strict: bool,
        **others: Any,
    ) -> int:
        choices = Choices(
            component=component, env_file=env_file, packs=packs, sandbox=sandbox, strict=strict
        )
        return command(*given, choices=choices, **others)

    for option in (
        json_option,
        strict_option,
        sandbox_option,
        pack_option,
        env_file_option,
        component_option,
    ):
        gathered = option(gathered)
    return gathered


def work_on(repository: Path, task: Task, choices: Choices, *, as_json: bool) -> int:
    """Run the task durably; a task that no engine can do shows its plan and ends with 4."""
    import backend_agent as api
    from backend_agent.values.task import AddResource

    if choices.like and isinstance(task.operation, AddResource):
        task = replace(task, operation=replace(task.operation, like=choices.like))
    if not as_json and task.command and task.command != f"backend-agent {task.text}":
        click.echo(f"understood as: {task.command}", err=True)
        for assumption in task.assumptions:
            click.echo(f"  assumed: {assumption}", err=True)
    options = choices.options(repository)
    with watch_run() as on_event:
        delivery = api.start_run(repository, task, options, on_event=on_event, person=find_person())
    return show_delivery(delivery, strict=choices.strict, as_json=as_json)


@contextmanager
def watch_run() -> Iterator[OnEvent]:
    """Progress while the run in the block works; when it is interrupted, how to continue it."""
    import backend_agent as api
    from backend_agent.world.interruption import interrupt_promptly

    try:
        with interrupt_promptly(), watch_progress() as on_event:
            yield on_event
    except KeyboardInterrupt:
        stopped = [run for run in api.list_runs() if run.state == "interrupted"]
        newest = max(stopped, key=lambda run: run.updated_at, default=None)
        if newest is None:
            raise
        click.echo(
            f"interrupted; `backend-agent runs resume {newest.id}` continues where it was", err=True
        )
        raise click.exceptions.Exit(INTERRUPTED) from None
