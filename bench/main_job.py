"""Our own share of a whole run: processor seconds and memory of this process, its children left out.

    python -m bench.main_job REPOSITORY add resource order customer_name:string total:decimal …

The bars: at most 3 processor seconds, under 10 % of the whole, under 300 MB.
"""

from __future__ import annotations

import os
import resource
import sys
import time

MOST_SECONDS, MOST_SHARE, MOST_MEMORY = 3.0, 0.10, 300.0
KIB_PER_UNIT = 1 if sys.platform == "linux" else 1024


def main() -> int:
    """Run the command in the repository, in this process, and print what it cost."""
    repository, *arguments = sys.argv[1:]
    os.chdir(repository)
    start = time.perf_counter()
    from backend_agent.cli import main as command

    exit_code = command(arguments)
    wall = time.perf_counter() - start
    own = time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / KIB_PER_UNIT / 1e6
    print(f"exit code {exit_code}, {wall:.1f} s in all, of it our own processor time {own:.2f} s")
    print(f"children's processor time {children.ru_utime + children.ru_stime:.1f} s")
    print(f"share of the whole {own / wall:.1%}, peak memory {peak:.0f} MB")
    within = own <= MOST_SECONDS and own / wall < MOST_SHARE and peak < MOST_MEMORY
    print("within the bars" if within else "NOT within the bars: 3 s, 10 %, 300 MB")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
