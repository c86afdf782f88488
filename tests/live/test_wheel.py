"""The wheel carries the package, its data without cases, and exactly the tracked blueprint files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.sources import ROOT

pytestmark = [pytest.mark.live, pytest.mark.needs("uv", "git")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    subprocess.run(
        [str(uv), "build", "--quiet", "--wheel", "--out-dir", str(out), str(ROOT)], check=True
    )
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built)


def tracked(folder: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name for name in listed.stdout.split("\0") if name}


def test_blueprints_are_the_tracked_files_and_nothing_of_this_machine(
    wheel: zipfile.ZipFile,
) -> None:
    prefix = "backend_agent/blueprints/"
    shipped = {name.removeprefix(prefix) for name in wheel.namelist() if name.startswith(prefix)}
    assert shipped == {name.removeprefix("blueprints/") for name in tracked("blueprints")}


def test_data_is_shipped_and_its_cases_are_not(wheel: zipfile.ZipFile) -> None:
    prefix = "backend_agent/data/"
    shipped = {name.removeprefix(prefix) for name in wheel.namelist() if name.startswith(prefix)}
    data = {
        name.removeprefix("src/backend_agent/data/") for name in tracked("src/backend_agent/data")
    }
    assert shipped == {name for name in data if "/cases/" not in name}


def test_an_installed_wheel_works_from_another_folder(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    uv = str(Path(sys.executable).with_name("uv"))
    venv = tmp_path / "venv"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], check=True)
    python = str(venv / "bin" / "python")
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", python, str(wheel.filename)], check=True
    )
    command = str(venv / "bin" / "backend-agent")
    shown = subprocess.run(
        [command, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("backend-agent, version")
    listed = (
        "from backend_agent.catalog.blueprints import list_blueprints; print(list_blueprints())"
    )
    answer = subprocess.run(
        [python, "-c", listed], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "fastapi" in answer.stdout
