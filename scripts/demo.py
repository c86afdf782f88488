"""`make demo`: a new service, a resource added by analogy, the proof, and the report."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / ".demo"
SERVICE = "acme-shop"
ORDER = (
    "customer_name:string",
    "total:decimal",
    "quantity:int:min=1",
    "shipped:bool",
    "notes:text:optional",
)


def main() -> int:
    """Run the two commands a user would type, from an empty folder; stop at the first that fails."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    steps = (
        (DEMO, ("new", SERVICE, "--stack", "fastapi", "--no-verify")),
        (DEMO / SERVICE, ("add", "resource", "order", *ORDER)),
    )
    for folder, arguments in steps:
        sys.stdout.write(f"\n$ backend-agent {' '.join(arguments)}\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "backend_agent", *arguments]
        environment = {**os.environ, "BACKEND_AGENT_HOME": str(DEMO / "home")}
        exit_code = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
        if exit_code:
            return exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
