"""`--help` against `python -c pass`, and one screen against `--help`: with bytecode present."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.ratios import compare_commands

MOST_TIMES_PYTHON = 10.0


def main() -> int:
    here = Path.cwd()
    command = Path(sys.executable).with_name("backend-agent")
    helps = compare_commands((str(command), "--help"), (sys.executable, "-c", "pass"), cwd=here)
    print(f"backend-agent --help / python -c pass: {helps}; at most {MOST_TIMES_PYTHON:.0f}")
    return 0 if helps.median <= MOST_TIMES_PYTHON else 1


if __name__ == "__main__":
    sys.exit(main())
