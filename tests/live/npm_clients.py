"""Clients from the npm registry, unmodified, in a cache folder outside of the repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

CLAUDE = ("@anthropic-ai/claude-code", "2.1.331", "@anthropic-ai/claude-code-*/claude")
OPENCODE = ("opencode-ai", "1.18.33", "opencode-*-*/bin/opencode")
INSPECTOR = (
    "@modelcontextprotocol/inspector",
    "0.15.0",
    "@modelcontextprotocol/inspector/cli/build/cli.js",
)


def install_client(client: tuple[str, str, str]) -> Path:
    """The client's program: the platform's own binary, since npm may not run install scripts."""
    package, version, program = client
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = home / "backend-agent-tests" / f"{package.rpartition('/')[2]}-{version}"
    pattern = f"node_modules/{program}"
    if not list(folder.glob(pattern)):
        folder.mkdir(parents=True, exist_ok=True)
        flags = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder))
        done = subprocess.run(
            ["npm", "install", *flags, f"{package}@{version}"],
            capture_output=True,
            text=True,
            timeout=170,
        )
        assert done.returncode == 0, done.stderr
    # Of several builds for one platform the first by name is the plain one.
    return min(folder.glob(pattern), key=lambda path: (len(str(path)), str(path)))
