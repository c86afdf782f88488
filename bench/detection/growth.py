"""How detection grows with files and with manifests, on made repositories, and what memory it takes.

    python -m bench.detection.growth [--sizes 1000 10000 30000 100000] [--plot FILE.svg]

Each size is measured in a process of its own: CPU seconds of `detect_stack` on a listed tree (the
shortest of three), of listing the work tree, and the most memory that the process held.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.detect_ratio import make_repository

ONE = """
import json, resource, sys, time
from pathlib import Path
from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.world.workspace import open_workspace
catalog = load_catalog()
start = time.process_time(); tree = open_workspace(Path(sys.argv[1])).tree()
listing = time.process_time() - start
best = 9e9
for _ in range(3):
    start = time.process_time(); detect_stack(tree, catalog)
    best = min(best, time.process_time() - start)
print(json.dumps([best, listing, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 30_000, 100_000])
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    rows = []
    for files in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            make_repository(Path(folder), files)
            done = subprocess.run(
                [sys.executable, "-c", ONE, folder], capture_output=True, text=True, check=True
            )
        seconds, listing, memory = json.loads(done.stdout)
        rows.append((files, seconds, listing, memory))
        print(f"{files:>7} files: detect {seconds:.3f} s, list {listing:.3f} s, {memory:.0f} MB")
    if given.plot:
        given.plot.write_text(plot_rows(rows))
    return 0


def plot_rows(rows: list[tuple[int, float, float, float]]) -> str:
    """Seconds over files, both from zero: detection and listing as two lines."""
    width, height, margin = 480, 240, 40
    most_files = max(files for files, *_ in rows)
    most = max(max(seconds, listing) for _, seconds, listing, _ in rows)

    def place(files: int, seconds: float) -> str:
        x = margin + (width - 2 * margin) * files / most_files
        y = height - margin - (height - 2 * margin) * seconds / most
        return f"{x:.0f},{y:.0f}"

    lines = []
    for column, colour, name in ((1, "#1f6feb", "detect"), (2, "#8b949e", "list files")):
        points = " ".join(place(row[0], row[column]) for row in rows)
        lines.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        x, y = place(rows[-1][0], rows[-1][column]).split(",")
        lines.append(f'<text x="{int(x) - 60}" y="{int(y) - 6}" fill="{colour}">{name}</text>')
    axes = f"M{margin},{margin // 2} V{height - margin} H{width - margin // 2}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12"><path d="{axes}" fill="none" stroke="#57606a"/>'
        f'<text x="{width - 110}" y="{height - 12}">{most_files:,} files</text>'
        f'<text x="4" y="{margin // 2 + 4}">{most:.2f} s CPU</text>{"".join(lines)}</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
