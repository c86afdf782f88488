"""Runs Schemathesis beside the probe on one running service, and tells what each finds.

`python -m bench.schemathesis_beside SCHEMATHESIS URL SPEC [--header 'Authorization: Bearer …'] [--seconds 120]`:
SCHEMATHESIS is the program in an environment of its own, URL a service on this machine, SPEC the path of its
description. The probe asks `full` without what burdens or ends the service, since it did not start it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from backend_agent.probing import ProbeOptions, probe_target


def run_schemathesis(
    program: str, url: str, spec: str, headers: Sequence[str], seconds: int
) -> tuple[Counter[str], dict[str, str]]:
    """How often each of its checks failed, and an operation for each. Every random seed is the same."""
    with tempfile.TemporaryDirectory(prefix="schemathesis-") as folder:
        events = Path(folder) / "events.ndjson"
        argv = [program, "run", url + spec, "--url", url, "--seed", "1", "--continue-on-failure"]
        argv += [
            "--max-time",
            str(seconds),
            "--report",
            "ndjson",
            "--report-ndjson-path",
            str(events),
        ]
        argv += [part for header in headers for part in ("--header", header)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=folder)
        if not events.exists():
            raise SystemExit(f"Schemathesis wrote no report: {(done.stdout + done.stderr)[-800:]}")
        lines = events.read_text("utf-8", "replace").splitlines()
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for line in lines:
        for name, place in find_failures(json.loads(line), ""):
            counts[name] += 1
            places.setdefault(name, place)
    return counts, places


def find_failures(value: Any, label: str) -> list[tuple[str, str]]:
    """Every check that failed below this part of an event, with the operation that it was run on."""
    if isinstance(value, list):
        return [each for part in value for each in find_failures(part, label)]
    if not isinstance(value, Mapping):
        return []
    label = str(value.get("label") or label)
    found = [each for part in value.values() for each in find_failures(part, label)]
    if value.get("status") == "failure" and isinstance(value.get("name"), str):
        found.append((value["name"], label))
    return found


def tell_probe(url: str) -> None:
    report = probe_target(url, ProbeOptions(depth="full"))
    sys.stdout.write(f"probe: {report.requests} requests, {report.seconds:.0f} s\n")
    for answer in report.of("fail"):
        sys.stdout.write(
            f"  {answer.check} ({answer.tier}) {answer.title}: {answer.reason[:120]}\n"
        )


def tell_schemathesis(counts: Counter[str], places: Mapping[str, str]) -> None:
    sys.stdout.write(f"Schemathesis: {sum(counts.values())} failures of {len(counts)} checks\n")
    for name, times in counts.most_common():
        sys.stdout.write(f"  {name}: {times}, first at {places[name]}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("url")
    parser.add_argument("spec")
    parser.add_argument("--header", action="append", default=[])
    parser.add_argument("--seconds", type=int, default=120)
    arguments = parser.parse_args()
    tell_schemathesis(
        *run_schemathesis(
            arguments.program, arguments.url, arguments.spec, arguments.header, arguments.seconds
        )
    )
    tell_probe(arguments.url)
