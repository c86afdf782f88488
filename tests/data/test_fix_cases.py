"""`UPDATE_CASES=1 pytest tests/data/test_fix_cases.py` writes the `after/` of each fix's cases anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from backend_agent.catalog import OUR_DATA, Catalog, load_catalog
from backend_agent.proof.fixes import apply_fixes, prove_fixes
from backend_agent.proof.scope import Scope
from backend_agent.world.stamps import list_stamps
from backend_agent.world.tree import FolderTree, OverlayTree

CASES = sorted(path for path in OUR_DATA.glob("**/rules/*/cases/fix/*") if path.is_dir())


def write_expectation(case: Path, catalog: Catalog) -> None:
    before = case / "before"
    tree = FolderTree(before, [stamp.path for stamp in list_stamps(before)])
    result = OverlayTree(tree, apply_fixes(case.parts[-4], tree, catalog).changes)
    shutil.rmtree(case / "after", ignore_errors=True)
    for path in result.paths():
        target = case / "after" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(result.read_bytes(path))


def test_every_fix_turns_its_cases_into_what_is_expected_and_again_nothing() -> None:
    catalog = load_catalog()
    if os.environ.get("UPDATE_CASES") == "1":
        for case in CASES:
            write_expectation(case, catalog)
    proof = prove_fixes(Scope(root=OUR_DATA, catalog=catalog))
    assert [f"{each.path}: {each.message}" for each in proof.findings] == []
    assert proof.proved == len(CASES) > 0
