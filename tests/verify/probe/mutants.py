"""Reads the mutants of the control: each replaces a text or two, and names the checks that must fail by it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeArea, ProbeCheck
from tests.verify.probe.harness import Mutation

FOLDER = Path(__file__).with_name("mutants")
SLOW = ("R11", "R12", "K12", "K13")


@dataclass(frozen=True)
class Mutant:
    name: str
    area: str
    mutations: tuple[Mutation, ...]
    flips: tuple[str, ...]

    def questions(self, checks: Sequence[ProbeCheck]) -> list[str]:
        """Its own area in full, of the others what a quick probe asks; the slow ones where they must fail."""
        areas = {
            check.id: document.name
            for document in load_catalog().documents(ProbeArea)
            for check in document.value.checks
        }
        return [
            check.id
            for check in checks
            if (check.depth == "quick" or areas[check.id] == self.area)
            and (check.id not in SLOW or check.id in self.flips)
        ]


def read_mutants() -> list[Mutant]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["mutants"]:
            parts = (entry, *entry.get("also", ()))
            mutations = tuple(
                Mutation(entry["name"], each["file"], each["old"], each["new"]) for each in parts
            )
            found.append(Mutant(entry["name"], path.stem, mutations, tuple(entry["flips"])))
    return found
