"""Writes our agent's definition from the workflow and the standards; `--check` only tells if it is stale.

Run by `make docs`; a test runs it with `--check`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from backend_agent.agents import render_definition
from backend_agent.catalog import load_catalog

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "backend_agent" / "data" / "agents" / "backend-agent.md"


def main(arguments: list[str]) -> int:
    text = render_definition(load_catalog().standards)
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    shown = TARGET.relative_to(ROOT)
    if "--check" in arguments:
        sys.stdout.write(f"{shown} is stale: run `make docs`\n")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {shown}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
