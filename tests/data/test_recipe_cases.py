"""`UPDATE_CASES=1 pytest tests/data/test_recipe_cases.py` writes each recipe case's `after/` anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from backend_agent.catalog import OUR_DATA, load_catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.implement.recipes import add_capability
from backend_agent.syntax.tree import find_faults, parse_source
from backend_agent.values.task import AddCapability
from backend_agent.world.tree import OverlayTree
from backend_agent.world.workspace import open_workspace

CASES = sorted(OUR_DATA.glob("technologies/*/*/recipes/*/cases/*/before"))


@pytest.mark.parametrize(
    "before", CASES, ids=lambda path: f"{path.parents[2].name}/{path.parent.name}"
)
def test_what_a_recipe_writes_is_source_that_parses(before: Path, tmp_path: Path) -> None:
    # Copied, because a folder inside a repository is listed by that repository's rules.
    shutil.copytree(before, tmp_path / "before")
    tree, catalog = open_workspace(tmp_path / "before").tree(), load_catalog()
    component = detect_stack(tree, catalog).components[0]
    application = read_application(tree, component, catalog)
    made = add_capability(
        tree, component, application, catalog, AddCapability(name=before.parents[2].name)
    )
    for change in made.changes:
        assert change.after is not None
        assert find_faults(parse_source(change.after.decode(), component.language)) == ()
    if os.environ.get("UPDATE_CASES") == "1" and made.changes:
        after = before.parent / "after"
        shutil.rmtree(after, ignore_errors=True)
        result = OverlayTree(tree, made.changes)
        for path in result.paths():
            (after / path).parent.mkdir(parents=True, exist_ok=True)
            (after / path).write_bytes(result.read_bytes(path))
    assert bool(made.changes) == (before.parent / "after").is_dir()
