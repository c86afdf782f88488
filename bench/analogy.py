"""Runs every row of analogy_rows.toml for real on checkouts of public repositories.

    python -m bench.analogy CHECKOUTS [--only PART] [--set fixed|first] [--diffs FOLDER]

CHECKOUTS holds one clone per repository, named `owner+name`; each row works in a throw-away clone of
it. Prints one Markdown line per command: what came out (green, partial, red, refused), the first line
of the report, files and lines, seconds, whether a second run changes nothing and whether undo is exact.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROWS = Path(__file__).with_name("analogy_rows.toml")
OUTCOMES = {"verified": "green", "partially verified": "partial", "unverified": "red"}
LONGEST_SECONDS = 1800
MOST_HEADLINE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One command on one repository. `twice` and `undone` are None where nothing was applied."""

    outcome: str
    headline: str
    files: int = 0
    added: int = 0
    removed: int = 0
    seconds: float = 0.0
    twice: bool | None = None
    undone: bool | None = None
    diff: str = ""


def measure_command(checkout: Path, command: str, home: Path) -> Result:
    """The command in the clean checkout; what is not red is applied, repeated and undone."""
    start = time.perf_counter()
    code, answer = _ask(checkout, home, *shlex.split(command))
    seconds = time.perf_counter() - start
    files: list[dict[str, Any]] = answer.get("files", [])
    headline = str(answer.get("headline", answer.get("message", "no answer")))
    if not files:
        outcome = {0: "nothing", 4: "refused"}.get(code, f"exit {code}")
        return Result(outcome=outcome, headline=headline, seconds=seconds)
    outcome = OUTCOMES[answer["verdict"]]
    twice, undone = (
        _repeat(checkout, home, command, answer["run"]) if outcome != "red" else (None,) * 2
    )
    return Result(
        outcome=outcome,
        headline=headline,
        files=len(files),
        added=sum(each["added"] for each in files),
        removed=sum(each["removed"] for each in files),
        seconds=seconds,
        twice=twice,
        undone=undone,
        diff="\n".join(each["diff"] for each in files),
    )


def _repeat(checkout: Path, home: Path, command: str, run: str) -> tuple[bool, bool]:
    before = _state(checkout)
    _ask(checkout, home, "runs", "apply", run)
    _, again = _ask(checkout, home, *shlex.split(command))
    _ask(checkout, home, "runs", "undo", run)
    return not again.get("files"), _state(checkout) == before


def _state(checkout: Path) -> str:
    return _git(checkout, "status", "--porcelain=v1", "--ignored") + _git(checkout, "diff", "HEAD")


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def _ask(checkout: Path, home: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "backend_agent", *arguments, "--json"],
        cwd=checkout,
        env={**os.environ, "BACKEND_AGENT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )
    try:
        return done.returncode, json.loads(done.stdout or done.stderr)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        return done.returncode, {"headline": last}


def clone_row(row: dict[str, Any], checkouts: Path, into: Path) -> Path | None:
    """A clean clone at the row's commit; None where the repository is not among the checkouts."""
    source = checkouts / row["repository"].replace("/", "+")
    if not source.is_dir():
        return None
    clone: Path = into / source.name
    _git(into, "clone", "--quiet", str(source), str(clone))
    if row.get("commit"):
        _git(clone, "checkout", "--quiet", row["commit"])
    return clone


def _print_result(repository: str, commit: str, command: str, result: Result) -> None:
    mark = {True: "yes", False: "NO", None: "–"}
    headline = " ".join(result.headline.split()).replace("|", "/")[:MOST_HEADLINE]
    print(
        f"| {repository}@{commit} | `{command}` | **{result.outcome}**: {headline} | {result.files} files, "
        f"+{result.added} −{result.removed} | {result.seconds:.0f} s | {mark[result.twice]} "
        f"| {mark[result.undone]} |",
        flush=True,
    )


def main() -> int:
    """0 when no row was red and no second run or undo was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("--only", default="", help="a part of the repository's name")
    parser.add_argument("--set", default="", dest="which", help="fixed or first")
    parser.add_argument("--diffs", type=Path, help="a folder for the whole diffs")
    given = parser.parse_args()
    rows = tomllib.loads(ROWS.read_text())["rows"]
    wrong = False
    print("| repository | command | outcome | diff | time | twice = no change | undo exact |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        if given.only not in row["repository"] or given.which not in ("", row["set"]):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            clone = clone_row(row, given.checkouts, Path(scratch))
            if clone is None:
                print(f"| {row['repository']} | – | not among the checkouts | | | | |", flush=True)
                continue
            commit = _git(clone, "rev-parse", "--short=8", "HEAD").strip()
            for number, command in enumerate(row["commands"]):
                result = measure_command(clone, command, Path(scratch) / "home")
                _print_result(row["repository"], commit, command, result)
                wrong = wrong or result.outcome == "red" or False in (result.twice, result.undone)
                if given.diffs and result.diff:
                    given.diffs.mkdir(parents=True, exist_ok=True)
                    (given.diffs / f"{clone.name}-{number + 1}.diff").write_text(result.diff)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
