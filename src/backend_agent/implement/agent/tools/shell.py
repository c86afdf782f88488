"""Bash, BashOutput and KillShell: commands in the sandbox, at once or in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.tools.text import cut_middle, mark_data
from backend_agent.values.errors import BackendAgentError
from backend_agent.values.process import Completed

USUAL = 120_000
LONGEST = 600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCommand:
    command: Annotated[str, "for bash, at the repository's root; a cd lasts for this command only"]
    timeout: Annotated[int, "milliseconds, at most 600000"] = USUAL
    description: str = ""
    run_in_background: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOutput:
    bash_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCommand:
    shell_id: str


def bash_tool(bench: Bench, given: RunCommand) -> Done:
    if not given.command.strip():
        return Done(text="command is empty", is_error=True)
    if given.run_in_background:
        return _start(bench, given.command)
    done = bench.shell.run(given.command, min(max(given.timeout, 1), LONGEST) / 1000)
    changed = bench.read_difference()
    names = [f"{change.path} ({change.action})" for change in changed]
    told = f"\nfiles that are different now: {', '.join(names)}" if names else ""
    return Done(
        text=f"{_tell(bench, done)}{told}",
        is_error=not done.succeeded,
        changed=changed,
    )


def _tell(bench: Bench, done: Completed) -> str:
    output = bench.mask(cut_middle(done.output + done.errors))
    end = done.stopped or f"exit code {done.exit_code}"
    return f"{mark_data('command output', output)}\n{end}" if output.strip() else end


def _start(bench: Bench, command: str) -> Done:
    name = f"bash_{len(bench.jobs) + 1}"
    try:
        bench.jobs[name] = bench.shell.start(command)
    except BackendAgentError as error:
        return Done(text=error.message, is_error=True)
    return Done(text=f"{name} runs in the background; BashOutput shows what it has written")


def output_tool(bench: Bench, given: ReadOutput) -> Done:
    job = bench.jobs.get(given.bash_id)
    if job is None:
        return Done(text=_unknown(bench, given.bash_id), is_error=True)
    code = job.poll()
    state = "it runs" if code is None else f"it ended with exit code {code}"
    output = bench.mask(cut_middle(job.output()))
    return Done(
        text=f"{mark_data(given.bash_id, output)}\n{state}", changed=bench.read_difference()
    )


def kill_tool(bench: Bench, given: EndCommand) -> Done:
    job = bench.jobs.pop(given.shell_id, None)
    if job is None:
        return Done(text=_unknown(bench, given.shell_id), is_error=True)
    job.stop()
    return Done(text=f"{given.shell_id} is ended", changed=bench.read_difference())


def _unknown(bench: Bench, name: str) -> str:
    known = (
        ", ".join(bench.jobs) or "none; commands in the background end when a run is interrupted"
    )
    return f"{name}: no such command runs in the background; there are: {known}"
