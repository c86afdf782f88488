"""docs/reference says what data and code say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.house.sources import ROOT

from backend_agent.values import errors

REFERENCE = ROOT / "docs" / "reference"


def test_no_generated_page_is_stale() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0)


def test_every_error_has_the_section_that_its_message_points_to() -> None:
    text = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    classes: list[type[errors.BackendAgentError]] = [errors.BackendAgentError]
    classes += errors.BackendAgentError.__subclasses__()
    assert set(re.findall(r"(?m)^## ([\w-]+)$", text)) == {each.slug for each in classes}


def test_every_exit_code_of_an_error_is_explained() -> None:
    text = (REFERENCE / "exit-codes.md").read_text(encoding="utf-8")
    codes = {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", text)}
    assert codes >= {each.exit_code for each in errors.BackendAgentError.__subclasses__()}


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
