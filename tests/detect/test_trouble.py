"""What cannot be read is reported with its place and hides nothing else."""

from __future__ import annotations

import pytest

from backend_agent.values.errors import InputError
from tests.detect.repositories import detect, kinds, pyproject


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("pyproject.toml", '[project]\nname = "a"\nversion = \n', 3),
        ("package.json", '{\n  "name": "a",\n}\n', 3),
        ("pom.xml", "<project>\n  <name>a</nam>\n</project>\n", 2),
        ("Pipfile", "[packages\n", 1),
    ],
)
def test_broken_manifest_is_named_with_its_line(path: str, text: str, line: int) -> None:
    stack = detect({path: text, "other/pyproject.toml": pyproject("fastapi")})
    assert kinds(stack.components[0], "framework") == {"fastapi"}
    assert any(each.startswith(f"{path}:{line}: not valid") for each in stack.unknown)


def test_broken_workflow_is_named_with_its_line() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi"),
            "uv.lock": "",
            ".github/workflows/ci.yml": "jobs:\n  a: [\n",
        }
    )
    assert any(".github/workflows/ci.yml" in each and "line" in each for each in stack.unknown)


def test_empty_repository_is_refused() -> None:
    with pytest.raises(InputError, match="no files at all"):
        detect({})


def test_repository_without_any_source_names_what_was_looked_for() -> None:
    with pytest.raises(InputError, match="python") as caught:
        detect({"notes.txt": "milk\n"})
    assert "manifests or sources" in caught.value.message


def test_sources_without_manifest_are_one_component() -> None:
    stack = detect({"a.py": "import fastapi\n", "b.py": "", "c.js": ""})
    assert [(c.path, c.language) for c in stack.components] == [("", "python")]


def test_hostile_content_is_only_text() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<project>&b;</project>\n'
    stack = detect({"pom.xml": bomb, "pyproject.toml": pyproject("fastapi"), "x.py": "\x00\xff"})
    assert "fastapi" in stack.components[0].technology_ids()
