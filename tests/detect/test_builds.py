"""Commands in builds of several projects, wholes and their parts, and where a script really lies."""

from __future__ import annotations

import pytest

from tests.detect.repositories import commands, detect, pyproject

WEB = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>\n'
XUNIT = '<Project><ItemGroup><PackageReference Include="xunit" /></ItemGroup></Project>\n'


def workflow(*lines: str) -> str:
    return "jobs:\n  a:\n    steps:\n" + "".join(f"      - run: {line}\n" for line in lines)


def test_build_of_another_program_says_nothing_about_this_one() -> None:
    stack = detect(
        {
            "Shop.slnx": "<Solution />\n",
            "src/Api/Api.csproj": WEB,
            "src/Api/Program.cs": "var app = WebApplication.CreateBuilder(args).Build();\n",
            "src/Phone/Phone.csproj": '<Project Sdk="Microsoft.NET.Sdk"></Project>\n',
            "src/Phone/Program.cs": "Console.WriteLine();\n",
            ".github/workflows/a-phone.yml": workflow(
                "dotnet build src/Phone/Phone.csproj", "dotnet test tests/Phone.Tests"
            ),
            "tests/Phone.Tests/Phone.Tests.csproj": XUNIT.replace(
                "<Project>", '<Project><ProjectReference Include="../../src/Phone/Phone.csproj" />'
            ),
            ".github/workflows/shop.yml": workflow(
                "dotnet build Shop.slnx --configuration Release --no-restore",
                "dotnet test Shop.slnx -c Release --no-build --output detailed",
            ),
        }
    )
    api = stack.components[0]
    assert api.path == "src/Api"
    assert commands(api, "build") == ["dotnet build Shop.slnx"]
    assert commands(api, "test") == ["dotnet test Shop.slnx"]


def test_members_of_a_workspace_live_by_its_scripts() -> None:
    stack = detect(
        {
            "server/Cargo.toml": '[workspace]\nmembers = ["api", "core"]\n',
            "server/run-tests.sh": "#!/bin/sh\ncargo test --all-targets\n",
            "server/scripts/lint.sh": "#!/bin/sh\ncargo clippy --workspace\n",
            "server/api/Cargo.toml": '[package]\nname = "api"\n[dependencies]\naxum = "0.8"\n',
            "server/api/src/main.rs": "fn main() {}\n",
            "server/core/Cargo.toml": '[package]\nname = "core"\n',
            "server/core/src/lib.rs": "",
            "tools/Cargo.toml": '[package]\nname = "tools"\n',
            "tools/src/main.rs": "fn main() {}\n",
            ".github/workflows/ci.yml": (
                "jobs:\n  a:\n    defaults: {run: {working-directory: server}}\n    steps:\n"
                "      - run: ./run-tests.sh\n      - run: cargo fmt --check\n"
            ),
        }
    )
    api = next(each for each in stack.components if each.path == "server/api")
    (test,) = [each for each in api.commands if each.kind == "test" and each.origin == "ci"]
    assert (test.argv, test.cwd) == (("./run-tests.sh",), "server")
    assert commands(api, "lint") == ["bash scripts/lint.sh"]
    assert commands(api, "format") == ["cargo fmt --check"]
    tools = next(each for each in stack.components if each.path == "tools")
    assert "./run-tests.sh" not in commands(tools, "test")


@pytest.mark.parametrize(
    ("kind", "argv", "cwd"),
    [("build", "./mvnw package", ""), ("start", "../mvnw spring-boot:run", "orders")],
)
def test_wrapper_at_the_root_of_the_build_is_used(kind: str, argv: str, cwd: str) -> None:
    module = (
        "<project><artifactId>orders</artifactId><dependencies><dependency>"
        "<artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>"
        "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId>"
        "</plugin></plugins></build></project>\n"
    )
    stack = detect(
        {
            "pom.xml": "<project><modules><module>orders</module></modules></project>\n",
            "mvnw": "#!/bin/sh\n",
            "orders/pom.xml": module,
            "orders/src/main/java/OrdersApplication.java": "class OrdersApplication {}\n",
        }
    )
    found = next(each for each in stack.components[0].commands if each.kind == kind)
    assert (" ".join(found.argv), found.cwd) == (argv, cwd)


def test_what_starts_several_others_is_the_whole() -> None:
    scripts = '"test:api": "bash run-api-tests.sh", "test:unit": "vitest run", '
    stack = detect(
        {
            "package.json": (
                '{"scripts": {' + scripts + '"test": "npm run test:api && npm run test:unit"},'
                ' "dependencies": {"express": "5"}, "devDependencies": {"vitest": "3"}}'
            ),
            "package-lock.json": "{}",
            ".github/workflows/ci.yml": workflow("npm run test:api", "npm run test:unit"),
        }
    )
    assert commands(stack.components[0], "test")[0] == "npm run test"


def test_targets_before_a_target_are_its_parts() -> None:
    makefile = (
        "check: lint-go lint-sql ## all\n\n"
        "lint: lint-go lint-sql\n\nlint-go:\n\tgolangci-lint run\n\nlint-sql:\n\tsqlfluff lint .\n"
    )
    stack = detect(
        {
            "go.mod": "module shop\n\nrequire github.com/gin-gonic/gin v1.10.0\n",
            "main.go": "package main\n",
            "Makefile": makefile,
            ".github/workflows/ci.yml": workflow("make lint-go", "make lint-sql"),
        }
    )
    assert commands(stack.components[0], "lint")[0] == "make lint"


def test_look_at_everything_comes_before_looks_at_parts() -> None:
    instructions = "```sh\ngo test -v ./store/...\ngo test -race ./web/...\ngo test ./...\n```\n"
    stack = detect(
        {
            "go.mod": "module shop\n\nrequire github.com/labstack/echo/v4 v4.1.0\n",
            "store/store_test.go": "package store\n",
            "web/web.go": "package web\n",
            "AGENTS.md": instructions,
            ".github/workflows/ci.yml": workflow("go test -race ./store/...", "go test ./web/..."),
        }
    )
    assert commands(stack.components[0], "test")[0] == "go test ./..."


def test_script_is_started_where_it_lies() -> None:
    files = {
        "requirements.txt": "django==5.2\n",
        "shop/manage.py": "from django.core.management import execute_from_command_line\n",
        "shop/orders/migrations/0001_initial.py": "from django.db import migrations\n",
        "README.md": "```\npython manage.py migrate\n```\nTest: `python manage.py test`.\n",
    }
    component = detect(files).components[0]
    (migrate,) = [each for each in component.commands if each.kind == "migrate"]
    assert (migrate.argv, migrate.cwd) == (("python", "manage.py", "migrate"), "shop")
    files[".github/workflows/ci.yml"] = workflow("python shop/manage.py test shop/ --parallel 4")
    component = detect(files).components[0]
    test = next(each for each in component.commands if each.kind == "test")
    assert (" ".join(test.argv), test.cwd) == ("python shop/manage.py test shop/", "")
    assert len(commands(component, "test")) == 1, "both places mean the same command"


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("build", "docker compose build", "build"),
        ("types", "app assets generate-types", "types"),
        ("build-emails", "npm run build", "build"),
    ],
)
def test_name_of_a_task_is_not_believed_against_what_it_runs(
    name: str, body: str, kind: str
) -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi"),
            "Makefile": f"{name}:\n\t{body}\n\n{kind}-all:\n\ttrue\n",
            "CONTRIBUTING.md": f"Run `make {name}` or `make {kind}-all`.\n",
        }
    )
    found = commands(stack.components[0], kind)
    assert not found or found[0] == f"make {kind}-all"


def test_lines_that_nobody_can_type_are_no_commands() -> None:
    stack = detect(
        {
            "pyproject.toml": pyproject("fastapi", "pytest"),
            "AGENTS.md": "```\npytest [-x] tests\npytest tests/${name}\npytest <path>\n```\n",
        }
    )
    assert commands(stack.components[0], "test") == ["pytest tests"]


def test_task_that_is_not_there_is_not_started() -> None:
    scripts = '"test:unit": "jest --config unit.json", "prepush": "yarn test:unit && yarn test:e2e"'
    stack = detect(
        {
            "package.json": (
                '{"scripts": {' + scripts + ', "test:e2e": "jest --config e2e.json"},'
                ' "dependencies": {"@nestjs/core": "11"}, "devDependencies": {"jest": "30"}}'
            ),
            "yarn.lock": "",
            "README.md": "```\nyarn run test\nyarn test:unit\n```\n",
            ".github/workflows/ci.yml": workflow("yarn test:unit"),
        }
    )
    assert commands(stack.components[0], "test")[0] == "yarn test:unit"
    assert "yarn run test" not in commands(stack.components[0], "test")


def test_task_that_narrows_another_comes_after_it() -> None:
    scripts = '"test": "vitest run", "test:server": "vitest run --project server"'
    stack = detect(
        {
            "package.json": (
                '{"scripts": {' + scripts + '}, "dependencies": {"koa": "3"},'
                ' "devDependencies": {"vitest": "3"}}'
            ),
            "package-lock.json": "{}",
            "AGENTS.md": "```\nnpm run test:server\nnpm test\n```\n",
            ".github/workflows/ci.yml": workflow("npm run test:server"),
        }
    )
    assert commands(stack.components[0], "test")[0] == "npm test"


def test_library_below_the_program_is_not_the_program() -> None:
    stack = detect(
        {
            "mix.exs": 'defp deps, do: [{:phoenix, "~> 1.8"}, {:forum, path: "./forum"}]\n',
            "lib/shop.ex": "defmodule Shop do\nend\n",
            "test/shop_test.exs": "defmodule ShopTest do\nend\n",
            "forum/mix.exs": "defmodule Forum.MixProject do\n  app: :forum,\nend\n",
            "forum/lib/forum.ex": "defmodule Forum do\nend\n",
            ".github/workflows/forum.yml": (
                "jobs:\n  a:\n    defaults: {run: {working-directory: ./forum}}\n    steps:\n"
                "      - run: mix test\n"
            ),
        }
    )
    test = next(each for each in stack.components[0].commands if each.kind == "test")
    assert (test.argv, test.cwd) == (("mix", "test"), "")


def test_path_that_has_to_be_filled_in_is_no_command() -> None:
    stack = detect(
        {
            "composer.json": '{"require": {"symfony/framework-bundle": "7.0"}}',
            "phpunit.xml.dist": "<phpunit/>",
            "tests/OrderTest.php": "<?php\n",
            "AGENTS.md": "Run `vendor/bin/phpunit tests/<directory>/<Name>Test.php`.\n",
        }
    )
    assert commands(stack.components[0], "test-file") == ["vendor/bin/phpunit tests/OrderTest.php"]
