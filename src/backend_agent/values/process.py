"""A command to run and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Profile = Literal["edit", "verify", "install"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """`cwd` and `writable` are absolute. `profile`: edit = no network; verify = no network but the run's
    own services on loopback; install = the package registries are reachable. `timeout` in seconds,
    `memory` in MiB over the whole process tree. `environment` is added to the allow-listed one.
    `log` is an absolute file that receives the merged output ("" = keep in memory only)."""

    argv: tuple[str, ...]
    cwd: str
    profile: Profile = "edit"
    environment: tuple[tuple[str, str], ...] = ()
    writable: tuple[str, ...] = ()
    timeout: float = 300.0
    memory: int = 8192
    output_limit: int = 4_000_000
    log: str = ""
    stdin: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """`exit_code` is None when the command could not start or was stopped; `stopped` says why
    (timeout, memory, output, missing program, refused as destructive), "" when it ended by itself.
    `output` is stdout, `errors` is stderr; `duration` in seconds; `log_sha256` of the log's bytes."""

    argv: tuple[str, ...]
    exit_code: int | None
    output: str = ""
    errors: str = ""
    duration: float = 0.0
    stopped: str = ""
    log: str = ""
    log_sha256: str = ""

    @property
    def succeeded(self) -> bool:
        return self.exit_code == 0 and not self.stopped
