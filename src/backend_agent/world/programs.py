"""Finds programs that are installed beside PATH, and a way to run one without root's rights."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from backend_agent.world.files import ensure_folder
from backend_agent.world.process import find_program

NOBODY = "65534"


def find_programs(names: tuple[str, ...], search: tuple[str, ...]) -> Path | None:
    """The folder that holds all the programs: the newest match of the globs, else one on PATH."""
    folders = [folder for pattern in search for folder in _match_glob(pattern)]
    for folder in sorted(folders, key=_version_key, reverse=True):
        if all(find_program(name, {"PATH": str(folder)}) for name in names):
            return folder
    found = [find_program(name) for name in names]
    parents = {Path(path).parent for path in found if path}
    return parents.pop() if all(found) and len(parents) == 1 else None


def own_programs() -> str:
    """The folder of the programs that were installed beside this one."""
    return str(Path(sys.executable).parent)


def link_programs(folder: Path, source: str, names: tuple[str, ...]) -> Path:
    """A folder with links to those of the programs that `source` holds; the others are left out."""
    ensure_folder(folder)
    for name in names:
        target, link = Path(source) / name, folder / name
        if target.is_file() and not link.is_symlink():
            link.symlink_to(target)
    return folder


def outside_path() -> str:
    """PATH without the folder of this program's own environment: its tools are not the project's."""
    own = own_programs()
    parts = os.environ.get("PATH", os.defpath).split(os.pathsep)
    # An interpreter of the system is not an environment of ours.
    inside = sys.prefix != sys.base_prefix
    return os.pathsep.join(part for part in parts if part and not (inside and part == own))


def unprivileged_prefix() -> tuple[str, ...] | None:
    """What to write before a command so that it runs without root; empty where it does anyway."""
    if os.geteuid() != 0:
        return ()
    program = find_program("setpriv")
    if program is None:
        return None
    return (program, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--")


def _match_glob(pattern: str) -> list[Path]:
    path = Path(pattern)
    if not path.is_absolute():
        return []
    return list(Path(path.anchor).glob(str(path.relative_to(path.anchor))))


def _version_key(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", str(folder)))
