"""Commands typed in-process, with a home for runs of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend_agent.cli import main
from tests.cli.shop import FILES, ORDER
from tests.conftest import run_git, write_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What one command answered."""

    exit_code: int
    output: str
    errors: str


Type = Callable[..., Typed]


@pytest.fixture
def typed(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Type:
    """`typed(folder, "detect")` → exit code and both streams."""
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(tmp_path_factory.mktemp("home")))

    def run(folder: Path, *arguments: str) -> Typed:
        monkeypatch.chdir(folder)
        capsys.readouterr()
        exit_code = main(arguments)
        streams = capsys.readouterr()
        return Typed(exit_code=exit_code, output=streams.out, errors=streams.err)

    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run that has ended: where it worked, where runs lie, and its id."""

    root: Path
    home: Path
    run: str
    exit_code: int


@pytest.fixture(scope="module")
def finished_once(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """One resource added to the little shop, for every test of a module that only looks at it."""
    root, home = tmp_path_factory.mktemp("shop"), tmp_path_factory.mktemp("home")
    write_files(root, FILES)
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "First")):
        run_git(root, *words)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BACKEND_AGENT_HOME", str(home))
        exit_code = main(["-C", str(root), *ORDER])
    (folder,) = (home / "runs").iterdir()
    return Finished(root=root, home=home, run=folder.name, exit_code=exit_code)


@pytest.fixture
def finished(finished_once: Finished, typed: Type, monkeypatch: pytest.MonkeyPatch) -> Finished:
    """The same, with what is typed after it looking at its home."""
    monkeypatch.setenv("BACKEND_AGENT_HOME", str(finished_once.home))
    return finished_once
