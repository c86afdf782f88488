"""Writes what is detected in every checkout of a folder, in the form of hand-made labels.

    python -m bench.detection FOLDER [--predictions FILE] [--truth TRUTH.json --scorer SCORE.py]

FOLDER holds one checkout per repository, named `owner+name`. Labels and scorer lie outside of this
repository; with them the scorer's table is printed, for `--only seen` or `--only held-back` of the
repositories (`bench/detection/split.py` says which are which).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.world.workspace import open_workspace
from bench.detection.labels import predict_labels
from bench.detection.split import is_held_back


def main() -> int:
    given = _arguments()
    catalog = load_catalog()
    predictions: dict[str, object] = {}
    crashed = 0
    for folder in sorted(given.folder.iterdir()):
        name = folder.name.replace("+", "/", 1)
        if not folder.is_dir() or "/" not in name or _is_left_out(name, given.only):
            continue
        start = time.process_time()
        try:
            stack = detect_stack(open_workspace(folder).tree(), catalog)
            predictions[name] = predict_labels(stack)
        except Exception:  # noqa: BLE001 — a crash on one repository is a figure, not an end
            traceback.print_exc()
            crashed += 1
            continue
        spent = time.process_time() - start
        first = stack.components[0].path or "."
        print(f"{name}: {stack.files} files, {spent:.2f} CPU s, first {first}", file=sys.stderr)
    given.predictions.write_text(json.dumps(predictions, indent=1) + "\n")
    print(f"{len(predictions)} predicted, {crashed} crashed", file=sys.stderr)
    return max(crashed, _score(given, frozenset(predictions)) if given.truth else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predictions", type=Path, default=Path("predictions.json"))
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--only", choices=("seen", "held-back"))
    return parser.parse_args()


def _is_left_out(name: str, only: str | None) -> bool:
    return only is not None and is_held_back(name) != (only == "held-back")


def _score(given: argparse.Namespace, predicted: frozenset[str]) -> int:
    rows = [row for row in json.loads(given.truth.read_text()) if row["repo"] in predicted]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as truth:
        json.dump(rows, truth)
        truth.flush()
        scorer = [sys.executable, given.scorer, given.predictions, truth.name, "-v"]
        return subprocess.run(scorer, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
