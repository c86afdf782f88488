"""Commands: the most reliable place first, recognised by tool, by word, by target."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect.commands import Recogniser, argv_of
from backend_agent.values.tasks import CommandWords
from tests.detect.repositories import commands, detect, pyproject

WORKFLOW = """
on: push
jobs:
  check:
    defaults:
      run:
        working-directory: server
    steps:
      - run: uv sync --locked
      - name: Test
        run: |
          export MODE=ci
          uv run bash scripts/tests-start.sh "Coverage ${{ github.sha }}"
      - run: DATABASE_URL=postgresql://ci:secret@db/ci uv run alembic upgrade head
        working-directory: ./server
      - run: npm run build
        working-directory: web
"""


def test_places_are_ranked_and_the_folder_is_kept() -> None:
    stack = detect(
        {
            ".github/workflows/ci.yml": WORKFLOW,
            "uv.lock": "",
            "README.md": "# Shop\n\n```bash\ncd server && uv run pytest -x\n```\n",
            "server/pyproject.toml": pyproject("fastapi", "alembic", "ruff", "pytest"),
            "server/scripts/lint.sh": "#!/bin/sh\nset -e\nruff check app\nmypy app\n",
            "server/Makefile": "test: deps\n\tpytest tests\nformat:\n\truff format .\n",
        }
    )
    (server,) = stack.components
    tests = [each for each in server.commands if each.kind == "test"]
    assert [(each.origin, " ".join(each.argv)) for each in tests] == [
        ("ci", "uv run bash scripts/tests-start.sh"),
        ("task-runner", "make test"),
        ("documentation", "uv run pytest -x"),
    ]
    assert {each.cwd for each in tests} == {"server"}
    assert str(tests[0].evidence) == ".github/workflows/ci.yml:13"
    assert commands(server, "migrate") == ["uv run alembic upgrade head"], "no secret in it"
    assert commands(server, "lint") == ["bash scripts/lint.sh"]
    assert commands(server, "build") != ["npm run build"], "that builds another component"
    (formatting,) = [each for each in server.commands if each.kind == "format"]
    assert formatting.writes


def test_guess_is_marked_as_one() -> None:
    stack = detect({"pyproject.toml": pyproject("fastapi", "pytest"), "uv.lock": ""})
    (test,) = [each for each in stack.components[0].commands if each.kind == "test"]
    assert (test.origin, test.argv) == ("default", ("uv", "run", "pytest"))
    for command in stack.components[0].commands:
        assert not any("{" in word for word in command.argv), "nobody fills in a guess"
        assert not command.argv[-1].startswith("--out"), "no option without its value"


def test_documents_in_both_markups_are_read() -> None:
    rst = "Shop\n====\n\nRun the tests::\n\n    flask db upgrade\n    pytest -x\n\nThat is all.\n"
    markdown = "Lint:\n\n```sh\n$ ruff check src\n```\n"
    stack = detect(
        {
            "requirements/requirements-dev.txt": "flask\npytest\nruff\n",
            "README.rst": rst,
            "CONTRIBUTING.md": markdown,
        }
    )
    (component,) = stack.components
    assert component.path == ""
    assert commands(component, "test") == ["pytest -x"]
    assert commands(component, "migrate") == ["flask db upgrade"]
    assert commands(component, "lint") == ["ruff check src"]


def test_folder_outside_of_the_checkout_is_the_root() -> None:
    workflow = "jobs:\n  a:\n    working_directory: ~/shop\n    steps:\n      - run: pytest\n"
    stack = detect({"requirements.txt": "flask\n", ".circleci/config.yml": workflow})
    (test,) = [each for each in stack.components[0].commands if each.kind == "test"]
    assert (test.cwd, test.origin) == ("", "ci")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("uv run --frozen pytest -q", "test"),
        ("coverage run -m pytest tests/", "test"),
        ("python -m pytest", "test"),
        ("docker compose exec -T api pytest", "test"),
        ("npx tsc --noEmit", "types"),
        ("poetry run ruff check .", "lint"),
        ("ruff format --check .", "format"),
        ("alembic upgrade head", "migrate"),
        ("python manage.py migrate", "migrate"),
        ("bash ./scripts/run-tests.sh", "test"),
        ("make lint", "lint"),
        ("pnpm run typecheck", "types"),
        ("npm ci", "install"),
        ("docker compose build", "image"),
        ("uvicorn app.main:app --reload", "start"),
    ],
)
def test_line_is_recognised(line: str, kind: str) -> None:
    catalog = load_catalog()
    recogniser = Recogniser(catalog.documents(CommandWords)[0].value, catalog)
    known = recogniser.recognise(line)
    assert known is not None
    assert known.kind == kind


@pytest.mark.parametrize(
    "line",
    ["echo pytest", "cd tests", "docker compose up -d", "uv run coverage report", "yarn dev"],
)
def test_other_lines_are_no_check(line: str) -> None:
    catalog = load_catalog()
    recogniser = Recogniser(catalog.documents(CommandWords)[0].value, catalog)
    known = recogniser.recognise(line)
    assert known is None or known.kind == "start"


@pytest.mark.parametrize(
    ("line", "argv"),
    [
        ("A=1 B='x y' make run &", ("make", "run")),
        ("pytest 2>&1 | tee log", ("pytest",)),
        ("git clone <url>", ()),
        ("say 'unclosed", ("say", "'unclosed")),
    ],
)
def test_argv_is_the_command_alone(line: str, argv: tuple[str, ...]) -> None:
    assert argv_of(line) == argv
