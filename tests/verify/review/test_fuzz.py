"""Broken sources of every language are reviewed or counted as not checked: no crash, no silent skip.

`FUZZ=1000 pytest tests/verify/review/test_fuzz.py` tries as many of each language.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from pathlib import Path

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.application import Application
from backend_agent.values.rule import Rule
from backend_agent.values.stack import Component
from backend_agent.verify.review import review_whole
from backend_agent.world.tree import MemoryTree

EACH = int(os.environ.get("FUZZ", "10"))
CATALOG = load_catalog()
STRANGE = (
    b"\0",
    b"\xff\xfe",
    b"\r",
    "\u2028".encode(),
    b"'''",
    b"`${",
    b"/*",
    b"{" * 40,
    b"(" * 40,
)


def list_seeds() -> dict[str, list[Path]]:
    """The bad and good cases of the rules, by the suffix of their files."""
    seeds: dict[str, list[Path]] = defaultdict(list)
    for document in CATALOG.documents(Rule):
        for case in sorted((document.folder / "cases").glob("*.*")):
            seeds[case.suffix or case.name].append(case)
    return {suffix: paths for suffix, paths in seeds.items() if len(paths) > 2}


def mutate(data: bytes, chance: random.Random) -> bytes:
    """One to four of: cut, doubled, swapped, taken out, or something strange put in."""
    for _ in range(chance.randint(1, 4)):
        start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        how = chance.randrange(5)
        if how == 0:
            data = data[:end]
        elif how == 1:
            data = data[:end] + data[start:]
        elif how == 2:
            data = data[:start] + data[end:]
        elif how == 3:
            data = data[:start] + chance.choice(STRANGE) + data[start:]
        else:
            data = data[end:] + data[start:end] + data[:start]
    return data


@pytest.mark.parametrize(("suffix", "seeds"), sorted(list_seeds().items()))
def test_mutated_sources_are_reviewed_or_named_as_not_checked(
    suffix: str, seeds: list[Path]
) -> None:
    chance = random.Random(f"review{suffix}")
    files = {}
    for number in range(EACH):
        seed = chance.choice(seeds)
        files[f"src/m{number}/{seed.name}"] = mutate(seed.read_bytes(), chance)
    report = review_whole(MemoryTree(files), (), _nothing, CATALOG)
    skipped = {each.path for each in report.not_checked}
    read = {path for path, data in files.items() if b"\0" not in data}
    assert report.files == len(read)
    assert files.keys() - read <= skipped
    assert {each.path for each in report.findings} <= read


def _nothing(_component: Component) -> Application:
    raise AssertionError("no component is asked of")
