"""Runs the mutants of the control against the probe and counts what was caught, missed and wrongly told.

`python -m bench.probe [NAME…]`: the named mutants, else all. `--clean N` asks the unmutated control N times.
`--blueprint PYTHON` asks the mutants of the blueprint, with an interpreter that has its packages; each is
asked what `quick` asks (`--full`: everything) and its own questions, and what the unmutated one fails as well
does not count; on SQLite, or with `--server` in databases of a PostgreSQL server.
Writes one line for each mutant, then the sums. Takes about two seconds for each mutant on two cores.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.verify.probe.blueprint.harness import probe_blueprint, read_blueprint_mutants
from tests.verify.probe.harness import probe_control
from tests.verify.probe.mutants import Mutant, read_mutants

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeArea, ProbeCheck

WORKERS = 2


def list_checks() -> list[ProbeCheck]:
    return [each for area in load_catalog().documents(ProbeArea) for each in area.value.checks]


def find_failures(mutant: Mutant) -> tuple[str, set[str], int]:
    report = probe_control(mutant.mutations, only=mutant.questions(list_checks()), depth="deep")
    return mutant.name, {answer.check for answer in report.of("fail")}, report.requests


def measure_mutants(names: Sequence[str]) -> int:
    mutants = [each for each in read_mutants() if not names or each.name in names]
    declared = {each.name: set(each.flips) for each in mutants}
    caught = exact = requests = 0
    with ProcessPoolExecutor(WORKERS) as pool:
        for name, failures, count in pool.map(find_failures, mutants):
            caught += bool(failures & declared[name])
            exact += failures == declared[name]
            requests += count
            lost, more = sorted(declared[name] - failures), sorted(failures - declared[name])
            told = "as declared" if not lost and not more else f"not: {lost}, also: {more}"
            sys.stdout.write(f"{name}: {', '.join(sorted(failures)) or 'nothing'}: {told}\n")
            sys.stdout.flush()
    sys.stdout.write(
        f"{len(mutants)} mutants, {caught} caught, {exact} exactly as declared, {requests} requests\n"
    )
    return 0 if caught >= 0.97 * len(mutants) else 1


def find_blueprint_failures(
    mutant: Mutant | None, python: str, only: Sequence[str], server: str
) -> tuple[set[str], int]:
    report = probe_blueprint(mutant.mutations if mutant else (), python, only, server)
    if report.blocked:
        raise SystemExit(report.blocked)
    return {answer.check for answer in report.of("fail")}, report.requests


def measure_blueprint(
    python: str, names: Sequence[str], rounds: int, server: str = "", whole: bool = False
) -> int:
    """`rounds` times each: what was seen in any of them is told with how often."""
    mutants = [each for each in read_blueprint_mutants() if not names or each.name in names]
    quick = [each.id for each in list_checks() if whole or each.depth == "quick"]
    wanted = list(dict.fromkeys((*quick, *(check for each in mutants for check in each.flips))))
    before, requests = find_blueprint_failures(None, python, wanted, server)
    caught = exact = 0
    for mutant in mutants:
        only = list(dict.fromkeys((*quick, *mutant.flips)))
        seen: Counter[str] = Counter()
        for _ in range(rounds):
            failures, count = find_blueprint_failures(mutant, python, only, server)
            seen.update(failures - before)
            requests += count
        caught += bool(set(seen) & set(mutant.flips))
        exact += set(seen) == set(mutant.flips)
        told = ", ".join(f"{check} {times}/{rounds}" for check, times in sorted(seen.items()))
        expected = ", ".join(mutant.flips)
        sys.stdout.write(f"{mutant.name}: {told or 'nothing'}; declared {expected}\n")
        sys.stdout.flush()
    sys.stdout.write(
        f"{len(mutants)} mutants of the blueprint, {caught} caught, {exact} exactly as declared,"
        f" {requests} requests\n"
    )
    return 0 if caught >= 0.97 * len(mutants) else 1


def measure_clean(rounds: int) -> int:
    """False findings on the unmutated control, everything asked."""
    wrong = asked = 0
    for _ in range(rounds):
        report = probe_control(depth="deep")
        asked += len(report.answers)
        wrong += len(report.of("fail"))
        for answer in report.answers:
            if answer.ruling != "pass":
                sys.stdout.write(f"{answer.check} {answer.ruling}: {answer.reason}\n")
    sys.stdout.write(f"{rounds} runs, {asked} questions, {wrong} false findings\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--clean", type=int, default=0)
    parser.add_argument("--blueprint", default="", metavar="PYTHON")
    parser.add_argument("--server", default="", metavar="postgresql://USER@HOST:PORT")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.clean:
        sys.exit(measure_clean(arguments.clean))
    if arguments.blueprint:
        sys.exit(
            measure_blueprint(
                arguments.blueprint,
                arguments.names,
                arguments.rounds,
                arguments.server,
                arguments.full,
            )
        )
    sys.exit(measure_mutants(arguments.names))
