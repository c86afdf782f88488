"""`detect` as a person types it: one screen, the places of a fact, files to learn from."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Type
from tests.cli.shop import FILES
from tests.conftest import MakeRepository


def test_summary_is_one_screen_and_marks_a_guess(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES | {"Dockerfile": "FROM python:3.12\n", "pytest.ini": "[pytest]\n",
                                 "tests/test_shop.py": "import pytest\n"}), "detect")  # fmt: skip
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) <= 30
    assert "built with" in answer.output
    assert "a guess: nothing says so" in answer.output


def test_fact_is_explained_by_every_place_that_shows_it(typed: Type, repo: MakeRepository) -> None:
    files = FILES | {"README.md": "```\npytest -x\n```\n", "Makefile": "test:\n\tpytest\n"}
    root = repo(files)
    output = typed(root, "detect", "--explain", "test").output
    assert "Makefile:1" in output
    assert "runs: pytest" in output
    assert "README.md:2" in output
    assert "pyproject.toml:" in typed(root, "detect", "--explain", "FastAPI").output


def test_fact_that_is_not_there_names_the_nearest(typed: Type, repo: MakeRepository) -> None:
    answer = typed(repo(FILES), "detect", "--explain", "fastapy")
    assert answer.exit_code == 2
    assert "no fact 'fastapy'" in answer.errors
    assert "fastapi" in answer.errors


def test_files_to_learn_from_are_told_with_why(typed: Type, repo: MakeRepository) -> None:
    root = repo(FILES)
    output = typed(root, "detect", "--similar", "orders endpoint").output
    assert output.startswith("shop/routes/items.py  routes\n  - plays the role asked for: routes\n")
    (first, *_) = json.loads(typed(root, "detect", "--similar", "orders endpoint", "--json").output)
    assert first["path"] == "shop/routes/items.py"


@pytest.mark.parametrize("words", [("--all", "--json"), ("--explain", "x", "--markdown")])
def test_answers_in_two_forms_at_once_are_refused(
    typed: Type, repo: MakeRepository, words: tuple[str, ...]
) -> None:
    answer = typed(repo(FILES), "detect", *words)
    assert answer.exit_code == 2
    assert "exclude each other" in answer.errors


def test_second_answer_is_the_first_to_the_byte(typed: Type, repo: MakeRepository) -> None:
    root = repo(FILES)
    first = typed(root, "detect", "--json").output
    assert typed(root, "detect", "--json").output == first
    assert json.loads(first)["schema_version"] == 2
