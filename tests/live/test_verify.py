"""Verification with real tools: an own PostgreSQL, a project that is installed, checked and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import read_application
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.stack import Component
from backend_agent.values.verification import Verification
from backend_agent.verify import BaseTree, Judgement, verify_change
from backend_agent.verify.ground import Ground, prepare_ground
from backend_agent.world.process import Level, Runner
from backend_agent.world.sandbox import open_sandbox
from backend_agent.world.tree import FolderTree
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import create_worktree
from tests.conftest import MakeRepository, write_files

MANIFEST = """[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = []

[dependency-groups]
dev = ["pytest>=8", "ruff>=0.9"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""
PROJECT = {
    "pyproject.toml": MANIFEST,
    "shop/__init__.py": '"""A shop."""\n',
    "shop/price.py": '"""Prices."""\n\nimport os\n\n\ndef net(gross: int) -> int:\n    return gross\n',
    "tests/test_price.py": "from shop.price import net\n\n\ndef test_net() -> None:\n    assert net(1) == 1\n",
    ".gitignore": "__pycache__/\n.venv/\n",
}
DOUBLE = "\n\ndef double(price: int) -> int:\n    return price * 2\n"
TEST_DOUBLE = (
    "from shop.price import double\n\n\ndef test_double() -> None:\n    assert double(2) == {}\n"
)


def opener(
    caches: Path, level: Level | None = None
) -> Callable[..., AbstractContextManager[Runner]]:
    @contextmanager
    def open_session(writable: tuple[Path, ...]) -> Iterator[Runner]:
        with open_sandbox(writable=writable, cache=caches, level=level) as runner:
            yield runner

    return open_session


@pytest.fixture
def caches(tmp_path: Path) -> Path:
    folder = tmp_path / "caches"
    folder.mkdir()
    return folder


def ask_database(ground: Ground, runner: Runner, folder: Path, statement: str) -> Completed:
    url = dict(ground.environment)["DATABASE_URL"].replace("+psycopg", "")
    program = max(Path("/").glob("usr/lib/postgresql/*/bin/psql"))
    argv = (str(program), url, "-tA", "-c", statement)
    return runner.run(Invocation(argv=argv, cwd=str(folder), profile="verify"))


@pytest.mark.live
@pytest.mark.needs("postgres")
@pytest.mark.parametrize(
    "level", [pytest.param("bubblewrap", marks=pytest.mark.needs("bwrap")), "plain"]
)
def test_an_own_server_has_the_user_and_the_databases_of_the_settings(
    tmp_path: Path, caches: Path, level: Level
) -> None:
    settings = (
        "DATABASE_URL=postgresql+psycopg://ada:secret@db:5439/shop\n"
        "OTHER_URL=postgresql://ada:secret@db:5439/shop_test\n"
    )
    tree = tmp_path / "tree"
    write_files(tree, {".env": settings, "main.py": ""})
    component = Component(path="", name="shop", language="python")
    folder = tmp_path / "run"
    folder.mkdir()
    if level == "plain":
        # The server runs as nobody where this program is root.
        for place in (tmp_path, *tmp_path.parents):
            if place.stat().st_uid == 0 and place != Path("/") and place.name != "tmp":
                place.chmod(0o755)
    with opener(caches, level)((tree, folder, caches)) as runner:
        ground = prepare_ground(
            FolderTree(tree, (".env", "main.py")),
            tree,
            component,
            load_catalog(),
            runner,
            caches,
            folder,
        )
        assert ground.unserved == ()
        done = ask_database(
            ground,
            runner,
            folder,
            "select current_user, current_database(), count(*) from pg_database where datname like 'shop%'",
        )
        assert done.output.strip() == "ada|shop|2", done.errors
        if level == "bubblewrap":
            assert "127.0.0.1:5439" in dict(ground.environment)["DATABASE_URL"]
        ground.stop()
        assert not ask_database(ground, runner, folder, "select 1").succeeded
    assert "secret" not in " ".join(ground.prepared)


def judge(
    repository: Path, changes: Mapping[str, str], tmp_path: Path, caches: Path
) -> Verification:
    workspace = open_workspace(repository)
    base = create_worktree(workspace, tmp_path / "base")
    work = create_worktree(workspace, tmp_path / "work")
    write_files(work.root, changes)
    catalog = load_catalog()
    component = choose_component(detect_stack(work.tree(), catalog), "", "")
    folder = tmp_path / "run"
    folder.mkdir()
    return verify_change(
        Judgement(
            worktree=work.root,
            tree=work.tree(),
            component=component,
            catalog=catalog,
            before=read_application(base.tree(), component, catalog),
            after=read_application(work.tree(), component, catalog),
            changes=work.read_changes(),
            open_session=opener(caches),
            folder=folder,
            caches=caches,
            base=BaseTree(make=lambda: base.root, tree=base.tree(), id=base.baseline),
        )
    )


@pytest.mark.live
@pytest.mark.needs("uv")
def test_a_change_is_installed_checked_and_judged_by_real_tools(
    repo: MakeRepository, tmp_path: Path, caches: Path
) -> None:
    price = PROJECT["shop/price.py"] + DOUBLE
    changes = {"shop/price.py": price, "tests/test_double.py": TEST_DOUBLE.format(4)}
    found = judge(repo(PROJECT), changes, tmp_path, caches)
    outcomes = {outcome.check: outcome for outcome in found.outcomes}
    # The unused import stood there before; it must not be blamed on the change.
    assert outcomes["lint:ruff"].known_before
    assert outcomes["test:pytest"].counts.passed == 2
    assert outcomes["new-tests"].status == "passed"
    assert outcomes["build:python"].status == "passed"
    assert found.verdict == "verified", found.headline
    assert found.headline.startswith("verified: 2 tests")
    for outcome in found.outcomes:
        assert not outcome.log or (tmp_path / "run" / outcome.log).is_file()


@pytest.mark.live
@pytest.mark.needs("uv")
def test_a_change_that_breaks_something_is_unverified(
    repo: MakeRepository, tmp_path: Path, caches: Path
) -> None:
    changes = {
        "shop/price.py": PROJECT["shop/price.py"] + DOUBLE,
        "tests/test_double.py": TEST_DOUBLE.format(5),
    }
    found = judge(repo(PROJECT), changes, tmp_path, caches)
    assert found.headline.startswith("unverified: 1 of 2 tests failed")
    (outcome,) = [outcome for outcome in found.outcomes if outcome.check == "test:pytest"]
    assert outcome.excerpt.startswith("tests/test_double.py:5: ")
