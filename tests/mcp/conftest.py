"""What the tests of the server share: an environment without toolchains, and a garden to work on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import MakeRepository
from tests.implement.analogy.typescript_service import SERVICE


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs: git and a shell, no toolchain, so that checks are skipped and runs short."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("git", "bwrap", "sh", "true", "sleep", "touch"):
        program = shutil.which(name)
        if program:
            (folder / name).symlink_to(program)
    return folder


@pytest.fixture
def bare(tmp_path: Path, tools: Path) -> dict[str, str]:
    """The environment of a server whose runs lie in this test's own home."""
    return {
        "PATH": str(tools),
        "HOME": str(tmp_path / "user"),
        "BACKEND_AGENT_HOME": str(tmp_path / "home"),
    }


@pytest.fixture
def garden(repo: MakeRepository) -> Path:
    return repo(SERVICE, name="garden")
