"""Runs a script as a user without root's rights, on mounts of its own: real refusals, no fakes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_unprivileged(script: str, *arguments: Path, mounts: tuple[str, ...] = ()) -> str:
    """What the script prints; `sys` and `Path` are imported, `sys.argv[1:]` are the arguments."""
    code = f"import sys\nfrom pathlib import Path\n{script}"
    base = ("bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", "--bind", "/", "/")
    done = subprocess.run(
        [*base, "--dev", "/dev", *mounts, "--", sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
