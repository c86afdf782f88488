"""The public API: at most 25 names, each of them there, and nothing heavy loaded by importing it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import backend_agent

MOST_NAMES = 25
HEAVY = (
    "rich",
    "pydantic",
    "jinja2",
    "dbos",
    "sqlalchemy",
    "ast_grep_py",
    "tomlkit",
    "yaml",
    "packaging",
)
FOR_LLMS = (
    "pydantic_ai",
    "anthropic",
    "openai",
    "google.genai",
    "boto3",
    "httpx",
    "opentelemetry",
    "mcp",
    "acp",
)


def test_there_are_few_names_in_order() -> None:
    assert len(backend_agent.__all__) <= MOST_NAMES
    assert backend_agent.__all__ == sorted(backend_agent.__all__)


@pytest.mark.parametrize("name", backend_agent.__all__)
def test_every_name_is_there_and_says_what_it_does(name: str) -> None:
    assert (getattr(backend_agent, name).__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = backend_agent.nothing


@pytest.mark.parametrize("module", ["backend_agent", "backend_agent.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    told = f"import {module}, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_detection_loads_neither_the_engine_nor_the_report(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "a"\ndependencies = ["fastapi"]\n')
    told = (
        "from pathlib import Path; import backend_agent, sys;"
        "backend_agent.detect_repository(Path());"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    # The first run builds the index of the data, and that alone reads strictly.
    for _ in range(2):
        done = run_python(told, tmp_path)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "words",
    [("--help",), ("detect",), ("plan", "Add an endpoint"), ("review",), ("runs", "list")],
    ids=" ".join,
)
def test_a_command_that_needs_no_language_model_loads_nothing_for_one(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "a"\ndependencies = ["fastapi"]\n')
    (tmp_path / "main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n")
    told = (
        "import sys\nfrom backend_agent.cli.door import main\n"
        f"try: code = main({words!r})\nexcept SystemExit as end: code = end.code\n"
        f"print('\\n', code, [name for name in {FOR_LLMS!r} if name in sys.modules])"
    )
    done = run_python(told, tmp_path)
    # 4: that no engine can do it is an answer too.
    assert done.stdout.splitlines()[-1].strip() in ("0 []", "4 []"), done.stdout + done.stderr


def run_python(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own, where nothing is loaded yet."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "BACKEND_AGENT_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=True,
    )
