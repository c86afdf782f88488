"""Commands typed in-process, with a home for runs of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend_agent.cli import main


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
