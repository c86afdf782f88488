"""Counts the CWEval pairs that the review tells apart: a finding in the unsafe file that the secure one
has not.

    python bench/review_cweval.py CHECKOUT [--verbose]
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from backend_agent.ask import open_catalog
from backend_agent.values.rule import Rule
from backend_agent.verify.review import find_in_text

LANGUAGES = {"js": "js", "go": "go"}


def tell_rules(path: Path, catalog_rules: tuple[tuple[str, Rule], ...]) -> set[str]:
    """The rules that find something in the file, whatever folder it lies in."""
    text = path.read_text("utf-8")
    return {
        name
        for name, rule in catalog_rules
        if (rule.patterns or rule.flows)
        and rule.files
        and re.search(rule.files, f"src/app{path.suffix}")
        and find_in_text(rule, name, f"src/app{path.suffix}", text)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    rules = tuple((each.name, each.value) for each in open_catalog().documents(Rule))
    apart = total = vain = 0
    for language, suffix in LANGUAGES.items():
        folder = given.checkout / "benchmark/core" / language
        for unsafe in sorted(folder.glob(f"*_unsafe.{suffix}")):
            secure = unsafe.with_name(unsafe.name.replace("_unsafe", "_task"))
            bad, good = tell_rules(unsafe, rules), tell_rules(secure, rules)
            told = bool(bad - good)
            apart, total, vain = apart + told, total + 1, vain + bool(good)
            if given.verbose:
                print("told" if told else "    ", unsafe.name, sorted(bad), sorted(good))
    print(f"{apart} of {total} pairs told apart; something is said of {vain} secure files")


if __name__ == "__main__":
    main()
