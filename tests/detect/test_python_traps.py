"""Python repositories that mislead: what a careful reader would still answer."""

from __future__ import annotations

from tests.detect.repositories import commands, detect, kinds, pyproject


def test_workspace_root_without_backend_is_not_the_backend() -> None:
    stack = detect(
        {
            "pyproject.toml": '[tool.uv.workspace]\nmembers = ["server"]\n',
            "uv.lock": 'version = 1\n\n[[package]]\nname = "fastapi"\nversion = "0.120.1"\n',
            "server/pyproject.toml": pyproject("fastapi>=0.115", "sqlmodel"),
            "server/app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
            "web/package.json": '{"name": "web", "dependencies": {"react": "19"}}',
        }
    )
    server = stack.components[0]
    assert [component.path for component in stack.components] == ["server", "web"]
    assert server.language == "python"
    assert kinds(server, "package-manager") == {"uv"}
    framework = server.technology("framework")
    assert framework is not None
    assert framework.version == "0.120.1", "the lock file above knows the exact version"
    assert str(framework.evidence[0]) == "server/pyproject.toml:3"


def test_requirements_generated_from_a_lock_do_not_make_it_pip() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("flask"),
            "uv.lock": "version = 1\n",
            "requirements.txt": "# generated from the lock file\nflask==3.1.0\n",
        }
    )
    assert kinds(stack.components[0], "package-manager") == {"uv"}


def test_manager_that_only_the_makefile_names_is_found() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("django>=5"),
            "Makefile": "test:\n\tuv run python manage.py test\n",
            ".github/workflows/ci.yml": "jobs: {a: {steps: [{run: pip install uv}]}}\n",
            "manage.py": "import django\n",
        }
    )
    component = stack.components[0]
    assert kinds(component, "package-manager") == {"uv"}
    assert commands(component, "test") == ["make test"]


def test_dependencies_of_a_project_that_declares_none_come_from_requirements() -> None:
    stack = detect(
        {
            "pyproject.toml": '[project]\nname = "a"\ndynamic = ["dependencies"]\n',
            "requirements.txt": "-r requirements/common.txt\nDjango[argon2]==5.2.1  # pinned\n",
            "requirements/common.txt": "psycopg>=3\n",
            "requirements/dev.txt": "pytest\n",
        }
    )
    (component,) = stack.components
    assert kinds(component, "framework") == {"django"}
    assert kinds(component, "database") == {"postgresql"}
    assert kinds(component, "test") == {"pytest"}


def test_every_place_of_dependencies_is_read() -> None:
    groups = """
[project.optional-dependencies]
cache = ["redis>=5"]
[dependency-groups]
test = ["pytest"]
dev = [{include-group = "test"}, "ruff", "mypy"]
"""
    poetry = """
[tool.poetry]
name = "b"
[tool.poetry.dependencies]
python = "^3.12"
Flask = {version = "^3.0", extras = ["async"]}
[tool.poetry.group.dev.dependencies]
black = "*"
"""
    pipfile = '[packages]\nlitestar = "*"\n[requires]\npython_version = "3.12"\n'
    stack = detect(
        {
            "a/pyproject.toml": pyproject("fastapi", more=groups),
            "b/pyproject.toml": poetry,
            "c/Pipfile": pipfile,
        }
    )
    found = {component.path: component for component in stack.components}
    assert found["a"].technology_ids() >= {"fastapi", "redis", "pytest", "ruff", "mypy"}
    assert found["b"].technology_ids() >= {"flask", "black"}
    assert found["b"].runtime_version == "^3.12"
    assert "litestar" in found["c"].technology_ids()
    assert found["c"].runtime_version == "3.12"


def test_target_named_like_a_database_is_not_the_database() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi", "asyncpg"),
            "Makefile": "mysql:\n\techo not used any more\n",
        }
    )
    assert kinds(stack.components[0], "database") == {"postgresql"}


def test_repository_class_is_no_database() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi"),
            "app/repositories/user.py": "class UserRepository:\n    users: list = []\n",
        }
    )
    component = stack.components[0]
    assert kinds(component, "orm") == kinds(component, "database") == set()


def test_no_lock_file_and_no_word_of_one_is_said_to_be_unknown() -> None:
    stack = detect({"pyproject.toml": pyproject("fastapi"), "main.py": "import fastapi\n"})
    assert kinds(stack.components[0], "package-manager") == set()
    assert stack.unknown == ("package manager of .: no lock file and nothing names one",)


def test_syntax_newer_than_our_interpreter_hides_nothing() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi", more='requires-python = ">=3.14"\n'),
            "uv.lock": "version = 1\n",
            "app/main.py": "from fastapi import FastAPI\n\ntype Id[T] = T\ntemplate = t'{x}'\n",
        }
    )
    framework = stack.components[0].technology("framework")
    assert framework is not None
    assert "app/main.py:1" in [str(evidence) for evidence in framework.evidence]
