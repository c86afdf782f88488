"""Running commands: the shape of a runner, and the few trusted programs that need no sandbox."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from backend_agent.values.errors import ToolFailed, ToolMissing
from backend_agent.values.process import Completed, Invocation

Level = Literal["bubblewrap", "landlock", "plain"]


class Running(Protocol):
    """A process that was started and goes on; whether it is ready is the caller's question."""

    @property
    def log(self) -> str:
        """The absolute file of its masked output, or "" when none was asked for."""
        ...

    def poll(self) -> int | None:
        """The exit code (negative: the signal that ended it), None while it runs."""
        ...

    def output(self) -> str:
        """What it has written so far, both streams."""
        ...

    def ask_to_end(self) -> None:
        """Send SIGTERM to its process group; nothing else is done to it."""
        ...

    def wait(self, seconds: float) -> Completed | None:
        """What came of it once it has ended by itself; None when it still runs after that time."""
        ...

    def measure_memory(self) -> int:
        """Bytes that it and its descendants hold now; 0 = could not be measured."""
        ...

    def stop(self, grace: float = 5.0) -> Completed:
        """Ask it to end (SIGTERM), end it after `grace` seconds (SIGKILL), with all it started."""
        ...


class Runner(Protocol):
    """Runs commands at one level of protection; safe to call from several threads at once."""

    @property
    def level(self) -> Level: ...

    def run(self, invocation: Invocation) -> Completed:
        """Run to the end or to a limit; nothing that it started survives it."""
        ...

    def start(self, invocation: Invocation) -> Running:
        """Start a service; `timeout` is not applied. Raises ToolMissing when it cannot start."""
        ...


def find_program(name: str, environment: Mapping[str, str] | None = None) -> str | None:
    """The absolute path of a program on the PATH of `environment` (the process's own if None)."""
    path = (os.environ if environment is None else environment).get("PATH", os.defpath)
    return shutil.which(name, path=path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a trusted program answered, as bytes."""

    exit_code: int
    output: bytes
    errors: bytes

    @property
    def reason(self) -> str:
        """The first line of its complaint."""
        lines = self.errors.decode("utf-8", "replace").strip().splitlines()
        return lines[0] if lines else f"exit code {self.exit_code}"


def ask_program(
    argv: tuple[str, ...],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    stdin: bytes = b"",
    timeout: float = 600.0,
) -> Answer:
    """Run a program of ours (git), never one of the repository's. Raises ToolMissing, ToolFailed."""
    try:
        done = subprocess.run(
            argv,
            cwd=cwd,
            env=dict(environment),
            input=stdin,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except FileNotFoundError as error:
        raise ToolMissing(f"{argv[0]}: not installed", hint=f"install {argv[0]}") from error
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(f"{' '.join(argv[:3])}: no answer within {timeout:.0f} s") from error
    except OSError as error:
        raise ToolFailed(f"{argv[0]}: cannot start in {cwd} ({error.strerror})") from error
    return Answer(exit_code=done.returncode, output=done.stdout, errors=done.stderr)
