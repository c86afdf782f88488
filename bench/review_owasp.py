"""Scores the review on the OWASP Benchmarks: true and false alarms by category, and Youden's J.

    python bench/review_owasp.py CHECKOUT [--errors WRONG_LABELS.json] [--beside REPORT …] [--show CATEGORY]

A test counts as told when a finding whose rule belongs to its category stands in its file. `--errors`
names tests whose label is wrong; theirs is turned round. `--beside` takes SARIF or JSON of other
tools (bandit, ruff) and scores them by the CWE or the rule of their findings in the same way.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from backend_agent.ask import review_tree

# Categories of the benchmarks, and the rules that tell such a fault.
RULES = {
    "cmdi": "^code-from|command",
    "codeinj": "^code-from",
    "crypto": "cipher",
    "deserialization": "deserialisation",
    "hash": "weak-digest|fast-password",
    "ldapi": "^ldap-from",
    "pathtraver": "^path-from",
    "redirect": "^redirect-from",
    "securecookie": "^cookie-flags",
    "sqli": "^sql-from",
    "trustbound": "^input-in-session",
    "weakrand": "^random-for",
    "xpathi": "^xpath-from",
    "xss": "^html-",
    "xxe": "^xml-",
}
# The same for other tools: what their ids of rules contain.
OTHERS = {
    "cmdi": r"B60[2-7]|S60[2-7]|S609|B609|\b78\b",
    "codeinj": r"B102|B307|S102|S307|\b9[45]\b",
    "deserialization": r"B30[1256]|B506|B403|S30[12]|S506|\b502\b",
    "hash": r"B303|B324|S303|S324|\b32[78]\b",
    "ldapi": r"\b90\b",
    "pathtraver": r"\b22\b",
    "redirect": r"\b601\b",
    "securecookie": r"\b614\b|\b1004\b",
    "sqli": r"B608|S608|\b89\b",
    "trustbound": r"\b501\b",
    "weakrand": r"B311|S311|\b330\b|\b338\b",
    "xpathi": r"\b643\b",
    "xss": r"B70[1-4]|S70[14]|\b79\b",
    "xxe": r"B31\d|B40[5-9]|S31\d|S40[5-9]|\b611\b",
    "crypto": r"\b327\b",
}
TEST = re.compile(r"BenchmarkTest\d+")


def read_labels(folder: Path, errors: Path | None) -> dict[str, tuple[str, bool]]:
    """Category and truth by name of the test."""
    listed = next(folder.glob("expectedresults-*.csv"))
    wrong = set(json.loads(errors.read_text())["wrong_labels"]) if errors else set()
    found = {}
    for row in csv.reader(listed.read_text("utf-8").splitlines()):
        if row and row[0].startswith("BenchmarkTest"):
            found[row[0]] = (row[1], (row[2].strip() == "true") != (row[0] in wrong))
    return found


def told_by_review(folder: Path) -> Iterator[tuple[str, str]]:
    for finding in review_tree(folder)[0].findings:
        test = TEST.search(finding.path)
        if test:
            yield test[0], finding.source


def told_by_other(report: Path) -> Iterator[tuple[str, str]]:
    """Findings of bandit's or ruff's JSON, or of a SARIF file."""
    read = json.loads(report.read_text("utf-8"))
    if isinstance(read, list):
        rows = [(each["filename"], each["code"] or "") for each in read]
    elif "results" in read:
        rows = [(each["filename"], each["test_id"]) for each in read["results"]]
    else:
        tool = read["runs"][0]
        tags = {
            rule["id"]: " ".join(rule.get("properties", {}).get("tags", []))
            for rule in tool["tool"]["driver"].get("rules", [])
        }
        rows = [
            (
                each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
                tags.get(each["ruleId"], "") or each["ruleId"],
            )
            for each in tool["results"]
        ]
    for path, rule in rows:
        test = TEST.search(path)
        if test:
            yield test[0], rule


def print_scores(
    title: str,
    labels: dict[str, tuple[str, bool]],
    told: Iterator[tuple[str, str]],
    rules: dict[str, str],
    shown: str = "",
) -> None:
    by_test: dict[str, set[str]] = defaultdict(set)
    for test, rule in told:
        by_test[test].add(rule)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for test, (category, true) in labels.items():
        hit = any(re.search(rules[category], rule) for rule in by_test[test])
        counts[category][(0 if true else 2) + (not hit)] += 1
        if category == shown and hit != true:
            print(f"  {'missed' if true else 'told in vain'} {test} {sorted(by_test[test])}")
    print(f"{title}\n{'category':16} {'true':>9} {'false':>9} {'TPR':>5} {'FPR':>5} {'J':>6}")
    total = 0.0
    for category, (hits, missed, vain, quiet) in sorted(counts.items()):
        true_rate = hits / max(hits + missed, 1)
        false_rate = vain / max(vain + quiet, 1)
        total += true_rate - false_rate
        print(
            f"{category:16} {hits:4}/{hits + missed:4} {vain:4}/{vain + quiet:4}"
            f" {true_rate:5.2f} {false_rate:5.2f} {true_rate - false_rate:6.3f}"
        )
    print(f"macro J {total / len(counts):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--errors", type=Path)
    parser.add_argument("--beside", type=Path, nargs="*", default=())
    parser.add_argument("--show", default="", metavar="CATEGORY")
    given = parser.parse_args()
    labels = read_labels(given.checkout, given.errors)
    started = time.process_time()
    told = list(told_by_review(given.checkout))
    print(f"{time.process_time() - started:.1f} CPU seconds")
    print_scores("backend-agent review", labels, iter(told), RULES, given.show)
    for report in given.beside:
        print_scores(report.stem, labels, told_by_other(report), OTHERS)


if __name__ == "__main__":
    main()
