"""What is only offered, only tested with, or only looks like something is not named."""

from __future__ import annotations

from tests.detect.repositories import detect, kinds, pyproject

COMPOSE = "services:\n  db:\n    image: postgres:17\n"


def test_connection_strings_of_a_template_are_its_choices() -> None:
    settings = (
        'SQLITE_PREFIX = env("SQLITE_PREFIX", "sqlite:///")\n'
        'MYSQL_PREFIX = env("MYSQL_PREFIX", "mysql://")\n'
        'POSTGRES_PREFIX = env("POSTGRES_PREFIX", "postgresql://")\n'
    )
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi", "asyncpg"),
            "app/config.py": settings,
            "docker-compose.yml": COMPOSE,
        }
    )
    assert kinds(stack.components[0], "database") == {"postgresql"}


def test_drivers_of_a_program_that_asks_all_databases_are_not_its_own() -> None:
    drivers = ("pymongo", "oracledb", "mysqlclient", "cassandra-driver", "duckdb")
    stack = detect(
        {
            "pyproject.toml": pyproject("flask", "psycopg2-binary", *drivers),
            "docker-compose.yml": COMPOSE,
        }
    )
    assert kinds(stack.components[0], "database") == {"postgresql"}


def test_several_databases_that_are_really_used_are_all_named() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi", "asyncpg", "pymongo"),
            "docker-compose.yml": COMPOSE + "  documents:\n    image: mongo:8\n",
        }
    )
    assert kinds(stack.components[0], "database") == {"postgresql", "mongodb"}


def test_database_of_the_tests_alone_is_not_the_service_s() -> None:
    more = '[dependency-groups]\ntest = ["aiosqlite", "pytest"]\n'
    files = {"pyproject.toml": pyproject("fastapi", "asyncpg", more=more)}
    both = kinds(detect(files).components[0], "database")
    assert both == {"postgresql", "sqlite"}, "nothing else tells which one is used"
    files |= {"docker-compose.yml": COMPOSE, "tests/.env.testing": "DATABASE_URL=sqlite://\n"}
    assert kinds(detect(files).components[0], "database") == {"postgresql"}


def test_migrations_of_another_tool_do_not_look_like_those_of_a_framework() -> None:
    files = {
        "pyproject.toml": pyproject("flask"),
        "migrations/0001_warning.py": "print('moved')\n",
    }
    assert kinds(detect(files).components[0], "migration") == set()
    files["pyproject.toml"] = pyproject("django")
    assert kinds(detect(files).components[0], "migration") == {"django-migrations"}


def test_base_classes_do_not_make_a_second_runner() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("django", "pytest-django", "pytest"),
            "shop/tests/test_orders.py": "import unittest\nfrom django.test import TestCase\n",
            "shop/orders.py": "",
        }
    )
    assert kinds(stack.components[0], "test") == {"pytest"}


def test_package_below_a_lock_has_the_manager_that_locks_it() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("django"),
            ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: npm install -g yarn\n",
            "web/package.json": '{"name": "web", "dependencies": {"vue": "3"}}',
            "web/yarn.lock": "# yarn lockfile v1\n",
            "web/editor/package.json": '{"name": "editor", "dependencies": {"vue": "3"}}',
            "web/editor/main.ts": "export const editor = 1\n",
        }
    )
    editor = next(each for each in stack.components if each.path == "web/editor")
    assert kinds(editor, "package-manager") == {"yarn"}


def test_tools_of_a_build_are_found_beside_its_configuration() -> None:
    tools = '{"version": 1, "tools": {"csharpier": {"version": "1.0.3"}}}'
    stack = detect(
        {
            ".config/dotnet-tools.json": tools,
            "Shop.sln": "",
            "src/Shop/Shop.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>\n',
        }
    )
    shop = stack.components[0]
    assert kinds(shop, "formatter") == {"csharpier"}
