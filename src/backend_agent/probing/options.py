"""What a user asks of a probe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend_agent.values.probe import Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeOptions:
    """`allow_host` names a host beyond the loopback that may be asked; `destructive` allows questions that
    burden a service which the probe did not start."""

    depth: Depth = "quick"
    only: tuple[str, ...] = ()
    profile: Path | None = None
    allow_host: str = ""
    destructive: bool = False
    component: str = ""
    env_file: str = ""
    packs: tuple[Path, ...] = ()
    require_sandbox: bool = False
