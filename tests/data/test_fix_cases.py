"""`UPDATE_CASES=1 pytest tests/data/test_fix_cases.py` writes the `after/` of each fix's cases anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from backend_agent.catalog import OUR_DATA, load_catalog
from backend_agent.proof.fixes import apply_fixes, prove_fixes
from backend_agent.proof.scope import Scope
from backend_agent.world.stamps import list_stamps
from backend_agent.world.tree import FolderTree, OverlayTree

CASES = sorted(path for path in OUR_DATA.glob("**/rules/*/cases/fix/*") if path.is_dir())


@pytest.mark.skipif(os.environ.get("UPDATE_CASES") != "1", reason="asked for by UPDATE_CASES=1")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parts[-4]}-{case.name}")
def test_the_expectation_of_a_case_is_written_anew(case: Path) -> None:
    catalog, before = load_catalog(), case / "before"
    tree = FolderTree(before, [stamp.path for stamp in list_stamps(before)])
    result = OverlayTree(tree, apply_fixes(case.parts[-4], tree, catalog).changes)
    shutil.rmtree(case / "after", ignore_errors=True)
    for path in result.paths():
        target = case / "after" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(result.read_bytes(path))


def test_every_fix_turns_its_cases_into_what_is_expected_and_again_nothing() -> None:
    proof = prove_fixes(Scope(root=OUR_DATA, catalog=load_catalog()))
    assert [f"{each.path}: {each.message}" for each in proof.findings] == []
    assert proof.proved == len(CASES) > 0
