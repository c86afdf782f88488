"""A change is judged from ground to verdict; here every tool's answer is scripted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import FileChange, RouteKey
from backend_agent.values.evidence import Evidence
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.stack import Component
from backend_agent.verify import BaseTree, Judgement, verify_change
from backend_agent.world.process import Runner
from backend_agent.world.scripted import FakeRunner
from backend_agent.world.tree import FolderTree
from tests.conftest import write_files

BEFORE = {"requirements.txt": "fastapi\n", "shop/main.py": "a = 1\n", "tests/test_a.py": "old\n"}
AFTER = BEFORE | {"shop/main.py": "a = 2\n", "tests/test_b.py": "new\n"}
ROUTE = RouteKey(method="GET", path="/orders")
CLEAN = "Success: no issues found in 2 source files"


def junit(passed: int, failed: int = 0) -> str:
    cases = [f'<testcase name="p{number}"/>' for number in range(passed)]
    cases += [f'<testcase name="f{number}"><failure/></testcase>' for number in range(failed)]
    return f"<testsuite>{''.join(cases)}</testsuite>"


class Workshop:
    """Tools of the scripted world; `tests` answers passed and failed for (tree, only the new ones)."""

    def __init__(self) -> None:
        self.tests = {
            ("after", False): (4, 0),
            ("after", True): (1, 0),
            ("before", False): (3, 0),
            ("before", True): (0, 1),
        }
        self.types = {"after": (0, CLEAN), "before": (0, CLEAN)}
        self.sessions = 0

    def run_tests(self, invocation: Invocation) -> Completed:
        which = "before" if "/before" in invocation.cwd else "after"
        passed, failed = self.tests[which, "tests/test_b.py" in invocation.argv]
        (report,) = [word for word in invocation.argv if word.startswith("--junitxml=")]
        Path(report.partition("=")[2]).write_text(junit(passed, failed))
        return Completed(argv=(), exit_code=int(bool(failed)))

    def run_types(self, invocation: Invocation) -> Completed:
        code, said = self.types["before" if "/before" in invocation.cwd else "after"]
        return Completed(argv=(), exit_code=code, output=said)

    @contextmanager
    def open_session(self, _writable: tuple[Path, ...]) -> Iterator[Runner]:
        self.sessions += 1
        good = Completed(argv=(), exit_code=0)
        yield FakeRunner(
            {
                ("uv",): good,
                ("python",): good,
                ("pytest",): self.run_tests,
                ("mypy",): self.run_types,
            }
        )


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest.fixture
def judgement(
    tmp_path: Path, catalog: Catalog, component: Callable[..., Component], workshop: Workshop
) -> Judgement:
    for name, files in (("before", BEFORE), ("after", AFTER)):
        write_files(tmp_path / name, files)
        programs = tmp_path / name / ".venv" / "bin"
        programs.mkdir(parents=True)
        for program in ("python", "pytest", "mypy"):
            (programs / program).write_text("#!/bin/sh\n")
            (programs / program).chmod(0o755)
    changes = (
        FileChange(path="shop/main.py", before=b"a = 1\n", after=b"a = 2\n"),
        FileChange(path="tests/test_b.py", before=None, after=b"new\n"),
    )
    place = Evidence(path="shop/main.py", line=1)
    route = Route(method="GET", path="/orders", handler="list_orders", evidence=place)
    return Judgement(
        worktree=tmp_path / "after",
        tree=FolderTree(tmp_path / "after", AFTER),
        component=component("pip", "pytest", "mypy"),
        catalog=catalog,
        before=Application(),
        after=Application(routes=(route,)),
        changes=changes,
        open_session=workshop.open_session,
        folder=tmp_path / "run",
        caches=tmp_path / "caches",
        base=BaseTree(
            make=lambda: tmp_path / "before", tree=FolderTree(tmp_path / "before", BEFORE), id="1"
        ),
        planned=(ROUTE,),
    )


def test_a_whole_change_is_verified(judgement: Judgement) -> None:
    found = verify_change(judgement)
    assert found.headline == "verified: 4 tests, types, build passed"
    assert found.routes is not None
    assert found.routes.exact
    assert len(found.rows) == len(judgement.catalog.standards)
    assert found.sandbox == "bubblewrap"


def test_the_tree_before_is_run_once_for_its_content(
    judgement: Judgement, workshop: Workshop
) -> None:
    first = verify_change(judgement)
    assert workshop.sessions == 2
    again = verify_change(judgement)
    assert workshop.sessions == 3
    assert again.headline == first.headline
    assert again.baseline == first.baseline


def test_a_fault_that_was_there_before_is_not_blamed_on_the_change(
    judgement: Judgement, workshop: Workshop
) -> None:
    fault = "shop/old.py:3: error: Bad  [misc]\nFound 1 error in 1 file (checked 2 source files)"
    workshop.types = {"after": (1, fault), "before": (1, fault.replace(":3:", ":1:"))}
    found = verify_change(judgement)
    assert found.headline == (
        "verified: 4 tests, build passed; types failed as before (1 finding in 2 files)"
    )


def test_a_new_fault_makes_it_unverified(judgement: Judgement, workshop: Workshop) -> None:
    fault = "shop/main.py:3: error: Bad  [misc]\nFound 1 error in 1 file (checked 2 source files)"
    workshop.types["after"] = (1, fault)
    found = verify_change(judgement)
    assert found.headline == "unverified: types failed (1 new finding); 4 tests, build passed"


def test_tests_that_pass_without_the_change_show_nothing(
    judgement: Judgement, workshop: Workshop
) -> None:
    workshop.tests["before", True] = (1, 0)
    found = verify_change(judgement)
    assert found.verdict == "partially verified"
    assert "do not show what is new" in found.headline


def test_tests_that_are_gone_are_told(judgement: Judgement, workshop: Workshop) -> None:
    workshop.tests["before", False] = (6, 0)
    found = verify_change(judgement)
    assert found.headline.endswith("2 fewer ran than before")
    assert found.verdict == "partially verified"


def test_a_route_that_nobody_planned_makes_it_unverified(judgement: Judgement) -> None:
    found = verify_change(replace(judgement, planned=()))
    assert found.headline.startswith("unverified: routes failed (1 new finding)")
    told = verify_change(replace(judgement, planned=None))
    assert told.verdict == "verified"


def test_without_a_tree_before_new_behaviour_is_at_most_partial(judgement: Judgement) -> None:
    found = verify_change(replace(judgement, base=None))
    assert found.verdict == "partially verified"
    assert "there is no tree before the change" in found.headline


def test_what_is_left_out_counts_as_not_run(judgement: Judgement) -> None:
    found = verify_change(replace(judgement, leave_out=frozenset({"types"})))
    assert found.headline == (
        "partially verified: 4 tests, build passed; types not run (left out on request)"
    )
    without = verify_change(replace(judgement, leave_out=frozenset({"test"})))
    assert without.verdict == "unverified"


def test_checks_that_rewrite_what_they_judge_are_stale(
    judgement: Judgement, workshop: Workshop
) -> None:
    def rewrite(invocation: Invocation) -> Completed:
        (judgement.worktree / "shop/main.py").write_text("a = 3\n")
        return Completed(argv=(), exit_code=0, output=CLEAN)

    workshop.run_types = rewrite  # type: ignore[method-assign]
    found = verify_change(judgement)
    assert found.verdict == "unverified"
    assert "ran before the last write (stale)" in found.headline
