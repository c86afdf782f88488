"""Commands: the most reliable place first, recognised by tool, by word, by target."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.detect.commands import argv_of
from backend_agent.detect.recogniser import Recogniser
from backend_agent.values.tasks import CommandWords
from backend_agent.world.tree import MemoryTree
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
        ("task-runner", "make test"),
        ("documentation", "uv run pytest -x"),
        ("ci", "uv run bash scripts/tests-start.sh"),
    ]
    assert {each.cwd for each in tests} == {"server"}
    assert str(tests[-1].evidence) == ".github/workflows/ci.yml:13"
    assert tests[0].runs == ("make deps", "pytest tests")
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


def test_place_for_agents_counts_most_and_what_it_refuses_not_at_all() -> None:
    instructions = (
        "Run `make check-api` to test. Plain `go test ./...` will not work here.\n"
        "Do not use `go vet` either. A `go test` filter may follow.\n"
    )
    stack = detect(
        {
            "go.mod": "module shop\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n",
            "main.go": "package main\n",
            "CLAUDE.md": instructions,
            "Makefile": "check-api:\n\tgo test -tags api ./...\n\ntest:\n\tgo test ./...\n",
        }
    )
    first = next(each for each in stack.components[0].commands if each.kind == "test")
    assert (first.argv, first.origin) == (("make", "check-api"), "instructions")
    assert first.runs == ("go test -tags api ./...",)
    assert str(first.evidence) == "CLAUDE.md:1"
    assert commands(stack.components[0], "lint")[:1] != ["go vet"]


def test_namespaces_and_aliases_of_go_targets_are_their_names() -> None:
    magefile = (
        "//go:build mage\npackage main\n\nvar Aliases = map[string]any{\n\t"
        '"lint": Check.All,\n}\n\ntype Test mg.Namespace\n\n'
        "func (Test) All(ctx context.Context) error { return nil }\n\n"
        "func (Test) Filter(ctx context.Context, filter string) error { return nil }\n"
    )
    stack = detect({"go.mod": "module shop\n\ngo 1.24\n", "magefile.go": magefile, "a.go": ""})
    assert commands(stack.components[0], "lint") == ["mage lint"]
    assert commands(stack.components[0], "test") == ["mage test:all"]


def test_a_part_or_a_variant_never_wins_over_the_whole() -> None:
    package = """{"name": "shop", "dependencies": {"express": "5"}, "scripts": {
      "test": "jest", "test:unit": "jest unit", "test:ci": "jest --ci", "lint:fix": "eslint --fix .",
      "lint": "eslint .", "prettier:fix": "prettier --write .", "prettier": "prettier --check ."}}"""
    workflow = (
        "jobs:\n  a:\n    steps:\n      - run: npm run test:ci\n      - run: npm run test:unit\n"
    )
    stack = detect(
        {"package.json": package, "package-lock.json": "{}", ".github/workflows/ci.yml": workflow}
    )
    (shop,) = stack.components
    assert commands(shop, "test")[0] == "npm run test"
    assert commands(shop, "lint")[0] == "npm run lint"
    assert commands(shop, "format")[0] == "npm run prettier:fix"


def test_one_command_of_two_spellings_is_one_with_both_places() -> None:
    workflow = "jobs:\n  a:\n    steps:\n      - run: uv run --frozen pytest -v --cov=shop --junitxml out.xml\n"
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi", "pytest"),
            "uv.lock": "",
            "README.md": "```\npytest\n```\n",
            ".github/workflows/ci.yml": workflow,
        }
    )
    (test,) = [each for each in stack.components[0].commands if each.kind == "test"]
    assert test.argv == ("uv", "run", "pytest")
    assert [str(each) for each in (test.evidence, *test.also)] == [
        ".github/workflows/ci.yml:4",
        "README.md:2",
    ]


def test_packaged_action_stands_for_its_command() -> None:
    workflow = (
        "jobs:\n  a:\n    steps:\n      - uses: golangci/golangci-lint-action@v8\n"
        "        with:\n          args: --timeout=5m ./api/...\n"
    )
    stack = detect({"go.mod": "module shop\n\ngo 1.24\n", ".github/workflows/ci.yml": workflow})
    assert commands(stack.components[0], "lint") == ["golangci-lint run ./api/..."]


def test_wrapper_of_the_repository_is_used_where_it_is_there() -> None:
    pom = "<project><artifactId>shop</artifactId></project>"
    workflow = "jobs:\n  a:\n    steps:\n      - run: mvn -B --no-transfer-progress verify --file pom.xml\n"
    files = {"pom.xml": pom, ".github/workflows/ci.yml": workflow, "src/main/java/A.java": ""}
    assert commands(detect(files).components[0], "test") == ["mvn verify"]
    assert commands(detect({**files, "mvnw": ""}).components[0], "test") == ["./mvnw verify"]


def test_test_of_one_file_is_no_test_of_all() -> None:
    readme = "```\npytest tests/test_orders.py\npytest -k orders\nrspec spec/order_spec.rb\n```\n"
    stack = detect({"pyproject.toml": pyproject("fastapi", "pytest"), "README.md": readme})
    assert commands(stack.components[0], "test") == ["pytest"], "a guess"


def test_task_that_runs_some_tests_alone_leaves_the_whole_to_its_sibling() -> None:
    makefile = "test:\n\t@pytest\n\ntest-model:\n\t@pytest -k 'not test_api'\n"
    stack = detect({"pyproject.toml": pyproject("fastapi", "pytest"), "Makefile": makefile})
    assert commands(stack.components[0], "test")[0] == "make test"


def test_root_serves_the_component_below_where_no_other_is_at_the_root() -> None:
    stack = detect(
        {
            "api/go.mod": "module shop\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n",
            "api/main.go": "package main\n",
            "Makefile": "test:\n\t./scripts/test.sh api\n",
        }
    )
    assert commands(stack.components[0], "test")[0] == "make test"


def test_options_that_move_a_command_name_its_folder() -> None:
    workflow = "jobs:\n  a:\n    steps:\n      - run: make -C api test\n"
    stack = detect(
        {"api/pyproject.toml": pyproject("fastapi"), ".github/workflows/ci.yml": workflow}
    )
    (test,) = [each for each in stack.components[0].commands if each.kind == "test"]
    assert (test.argv, test.cwd) == (("make", "test"), "api")


def test_script_is_started_as_its_mode_and_its_neighbours_tell() -> None:
    files = {
        "pyproject.toml": pyproject("fastapi"),
        "scripts/test.sh": "#!/bin/sh\npytest\n",
        "scripts/lint.sh": "#!/bin/sh\nruff check .\n",
    }

    def spelled(files: dict[str, str]) -> list[str]:
        tree = MemoryTree({p: t.encode() for p, t in files.items()}, frozenset(["scripts/test.sh"]))
        (shop,) = detect_stack(tree, load_catalog()).components
        return [*commands(shop, "test"), *commands(shop, "lint")]

    assert spelled(files) == ["./scripts/test.sh", "bash scripts/lint.sh"]
    started = {**files, "README.md": "```\nbash scripts/deploy.sh\n```\n"}
    assert spelled(started) == ["bash scripts/test.sh", "bash scripts/lint.sh"]


def test_guess_follows_from_the_files_that_are_there() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "shop"\n\n[dependencies]\nsqlx = "0.8"\n',
        "src/main.rs": "fn main() {}\n",
    }
    found = {each.kind: each for each in detect(files).components[0].commands}
    assert found["migrate"].argv == ("sqlx", "migrate", "run")
    assert found["migrate"].origin == "default"
    assert str(found["migrate"].evidence) == "Cargo.toml"
    assert "lint" not in found, "nothing says that clippy is used"


def test_name_is_not_believed_where_the_task_does_something_else() -> None:
    taskfile = (
        "tasks:\n  py:migrate:\n    desc: new revision\n    cmds:\n"
        "      - alembic revision --autogenerate\n  py:test:\n    cmds:\n      - pytest tests\n"
        "  ui:\n    cmds:\n      - yarn run dev\n"
    )
    files = {"pyproject.toml": pyproject("fastapi", "alembic", "pytest"), "Taskfile.yml": taskfile}
    (shop,) = detect(files).components
    assert commands(shop, "migrate") == ["alembic upgrade head"], "a guess"
    (test,) = [each for each in shop.commands if each.kind == "test"]
    assert (test.argv, test.runs) == (("task", "py:test"), ("pytest tests",))
    assert "task ui" not in commands(shop, "start"), (
        "a name that says nothing does not start a server"
    )


def test_command_in_a_shell_of_a_hook_is_read_and_its_folder_kept() -> None:
    hooks = (
        "repos:\n  - repo: local\n    hooks:\n      - id: a\n        language: system\n"
        "        entry: bash -c 'cd web && pnpm run lint'\n"
        "      - id: b\n        entry: ruff check\n        args: [--select, ALL]\n"
    )
    files = {"pyproject.toml": pyproject("fastapi"), ".pre-commit-config.yaml": hooks}
    (shop,) = detect({**files, "web/package.json": "{}"}).components[:1]
    assert commands(shop, "lint") == ["ruff check --select ALL"]


def test_command_of_another_language_is_not_the_component_own() -> None:
    files = {
        "api/pyproject.toml": pyproject("fastapi"),
        "README.md": "```\npnpm run build\nmake image\n```\n",
    }
    assert commands(detect(files).components[0], "build") == []


@pytest.mark.parametrize(
    ("files", "kind", "expected"),
    [
        (
            {
                ".github/workflows/ci.yml": "jobs: {a: {steps: [{run: npm run check:names}, "
                "{run: npm run test:unit}]}}",
                "package.json": '{"dependencies": {"express": "5"}, "devDependencies": '
                '{"vitest": "3"}, "scripts": {"check:names": "node scripts/check-names.mjs", '
                '"test:unit": "vitest run"}}',
                "scripts/check-names.mjs": "",
                "package-lock.json": "",
            },
            "test",
            "npm run test:unit",
        ),
        (
            {
                ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: "
                "docker run shop bash -c 'cd src; pytest tests/unit'\n",
                "requirements.txt": "flask\npytest\n",
                "src/tests/unit/test_a.py": "",
            },
            "test",
            "pytest tests/unit",
        ),
        (
            {
                "tools/test-photo.sh": "#!/bin/sh\ncurl -d @photo.jpg localhost\n",
                "build.gradle": "plugins { id 'java' }\n",
                "gradlew": "",
                "src/test/java/ATest.java": "import org.junit.jupiter.api.Test;",
            },
            "test",
            "./gradlew test",
        ),
        (
            {
                "README.md": "```sh\nmix run priv/repo/seeds.exs\niex -S mix phx.server\n```\n",
                "mix.exs": '{:phoenix, "~> 1.8"}\n',
            },
            "start",
            "iex -S mix phx.server",
        ),
        (
            {
                "Makefile": "check: mypy pyright checkblack checkstyle checkbundle\n"
                "mypy:\n\tmypy .\npyright:\n\tpyright\n",
                "requirements.txt": "fastapi\nmypy\npyright\n",
            },
            "types",
            "make mypy",
        ),
    ],
    ids=[
        "a script of a runtime",
        "words for a shell",
        "a test by name only",
        "a seed",
        "a mixture",
    ],
)
def test_command_is_known_by_what_it_does(files: dict[str, str], kind: str, expected: str) -> None:
    assert commands(detect(files).components[0], kind)[0] == expected
