"""Every mutant of the blueprint still fits it: the text that it replaces stands there once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.verify.probe.blueprint.harness import BLUEPRINT, SOURCES, read_blueprint_mutants
from tests.verify.probe.harness import apply_mutation
from tests.verify.probe.mutants import Mutant

MUTANTS = read_blueprint_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_is_python_and_differs_from_the_blueprint(mutant: Mutant, tmp_path: Path) -> None:
    shutil.copytree(BLUEPRINT / SOURCES, tmp_path / "service")
    for mutation in mutant.mutations:
        apply_mutation(tmp_path / "service", mutation)
        text = (tmp_path / "service" / mutation.file).read_text()
        compile(text, mutation.file, "exec")
        assert text != (BLUEPRINT / SOURCES / mutation.file).read_text()


def test_each_breaks_something_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) == 42
    assert all(mutant.flips for mutant in MUTANTS)
