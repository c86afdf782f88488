"""The component's environment is prepared by its own means; what does not fit is told exactly."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.ground_format import Complaint, GroundFormat
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.stack import Component
from backend_agent.verify.ground.environment import Environment, prepare_environment
from backend_agent.world.scripted import FakeRunner
from backend_agent.world.tree import FolderTree
from tests.conftest import write_files

GOOD = Completed(argv=(), exit_code=0)
STALE = Completed(
    argv=(),
    exit_code=2,
    errors="error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.",
)


@pytest.fixture
def prepare(
    tmp_path: Path, catalog: Catalog, component: Callable[..., Component]
) -> Callable[..., Environment]:
    def run(files: dict[str, str], runner: FakeRunner, path: str = "") -> Environment:
        root = tmp_path / "tree"
        write_files(root, files)
        return prepare_environment(
            FolderTree(root, files),
            root,
            component("uv", path=path),
            catalog,
            runner,
            tmp_path / "caches",
            tmp_path / "run",
        )

    (tmp_path / "run").mkdir()
    (tmp_path / "caches").mkdir()
    return run


def test_a_lock_file_above_the_component_decides_where_it_is_installed(
    tmp_path: Path, prepare: Callable[..., Environment]
) -> None:
    runner = FakeRunner({("uv", "sync"): GOOD, ("uv", "pip"): GOOD})
    done = prepare({"uv.lock": "", "api/pyproject.toml": ""}, runner, "api")
    first = runner.invocations[0]
    assert first.cwd == f"{tmp_path}/tree"
    assert "--locked" in first.argv
    assert first.profile == "install"
    assert dict(done.pairs)["VIRTUAL_ENV"] == f"{tmp_path}/tree/.venv"
    assert dict(done.pairs)["PATH"].split(":")[0] == f"{tmp_path}/tree/.venv/bin"
    assert dict(done.pairs)["UV_OFFLINE"] == "1"
    assert "UV_OFFLINE" not in dict(done.online)


def test_a_lock_file_that_does_not_fit_is_told_and_put_back(
    tmp_path: Path, prepare: Callable[..., Environment]
) -> None:
    def sync(invocation: Invocation) -> Completed:
        if "--locked" in invocation.argv:
            return STALE
        (Path(invocation.cwd) / "uv.lock").write_text("rewritten")
        return GOOD

    runner = FakeRunner({("uv", "sync"): sync, ("uv", "pip"): GOOD})
    done = prepare({"uv.lock": "old", "pyproject.toml": ""}, runner)
    assert done.missing == ()
    assert "uv.lock does not fit pyproject.toml; the dependencies were resolved anew" in (
        done.prepared
    )
    assert (tmp_path / "tree" / "uv.lock").read_text() == "old"


def test_an_interpreter_that_is_missing_is_the_reason(
    prepare: Callable[..., Environment],
) -> None:
    said = "error: No interpreter found for Python >=3.14 in managed installations or search path"
    runner = FakeRunner({("uv",): Completed(argv=("uv",), exit_code=2, errors=said)})
    done = prepare({"uv.lock": "", "pyproject.toml": ""}, runner)
    assert done.missing == (
        "requires-python asks for Python >=3.14, and no such interpreter is installed",
    )


def test_without_a_manifest_nothing_is_prepared(prepare: Callable[..., Environment]) -> None:
    done = prepare({"main.py": ""}, FakeRunner())
    assert done.missing == ("no lock file or manifest of a known package manager for shop",)


def complaints() -> list[tuple[str, Complaint]]:
    from backend_agent.catalog import load_catalog

    return [
        (document.technology, complaint)
        for document in load_catalog().documents(GroundFormat)
        for complaint in document.value.complaints
    ]


@pytest.mark.parametrize(("technology", "complaint"), complaints())
def test_a_complaint_matches_its_own_example(technology: str, complaint: Complaint) -> None:
    match = re.search(complaint.pattern, complaint.example)
    assert match, technology
    assert "{" not in complaint.reason.format(*match.groups(""))
