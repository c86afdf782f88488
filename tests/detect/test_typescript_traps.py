"""TypeScript and JavaScript repositories that mislead."""

from __future__ import annotations

import json

from tests.detect.repositories import commands, detect, kinds


def package(*dependencies: str, **more: object) -> str:
    return json.dumps({"name": "shop", "dependencies": dict.fromkeys(dependencies, "1"), **more})


def test_two_lock_files_are_both_named() -> None:
    stack = detect(
        {
            "package.json": package("@nestjs/core", "typeorm"),
            "package-lock.json": "{}",
            "yarn.lock": "",
            "tsconfig.json": "{}",
            "prisma/.env": "X=1\n",
            "dist/main.js": "require('@nestjs/core')\n",
        }
    )
    component = stack.components[0]
    assert component.language == "typescript"
    assert kinds(component, "orm") == {"typeorm"}
    assert any("package-lock.json" in each and "yarn.lock" in each for each in stack.unknown)


def test_manifest_word_beats_the_lock_file() -> None:
    stack = detect(
        {
            "package.json": package("express", packageManager="pnpm@10.1.0"),
            "package-lock.json": "{}",
            "pnpm-lock.yaml": "",
        }
    )
    assert kinds(stack.components[0], "package-manager") == {"pnpm"}
    assert stack.unknown == ()


def test_script_of_the_project_is_the_test_command() -> None:
    stack = detect(
        {
            "package.json": package("elysia", scripts={"test": "bun test:api && bun test:unit"}),
            "bun.lock": "{}",
        }
    )
    assert commands(stack.components[0], "test")[0] == "bun run test"


def test_runner_without_dependency_is_seen_in_the_tests() -> None:
    stack = detect(
        {
            "package.json": package("fastify"),
            "test/app.test.js": "import test from 'node:test';\n",
        }
    )
    assert kinds(stack.components[0], "test") == {"node-test"}


def test_other_runtimes_configuration_does_not_change_the_manager() -> None:
    stack = detect(
        {
            "package.json": package("@nestjs/core", scripts={"start": "bun run src/main.ts"}),
            "deno.json": '{"tasks": {"start": "deno run main.ts"}}',
            "pnpm-lock.yaml": "lockfileVersion: 9\n",
        }
    )
    assert kinds(stack.components[0], "package-manager") == {"pnpm"}


def test_wrapper_with_a_server_library_is_not_the_backend() -> None:
    stack = detect(
        {
            "go.mod": (
                "module shop\n\nrequire (\n\tgithub.com/labstack/echo/v4 v4.13.0\n"
                "\tgorm.io/gorm v1.30.0\n\tgithub.com/jackc/pgx/v5 v5.7.0\n)\n\ngo 1.25.0\n"
            ),
            "main.go": 'import "github.com/labstack/echo/v4"\n',
            "desktop/package.json": package("express", "electron"),
        }
    )
    first = stack.components[0]
    assert (first.path, first.language, first.runtime_version) == ("", "go", "1.25.0")
    assert kinds(first, "framework") == {"echo"}


def test_catalog_of_a_workspace_tells_the_version() -> None:
    stack = detect(
        {
            "package.json": '{"name": "root", "packageManager": "pnpm@10.0.0"}',
            "pnpm-workspace.yaml": "packages:\n  - apps/*\ncatalog:\n  hono: ^4.12.3\n",
            "apps/api/package.json": '{"name": "api", "dependencies": {"hono": "catalog:"}}',
        }
    )
    framework = stack.components[0].technology("framework")
    assert framework is not None
    assert (framework.id, framework.version) == ("hono", "^4.12.3")


def test_old_major_of_a_framework_is_marked() -> None:
    stack = detect({"package.json": json.dumps({"dependencies": {"express": "^4.19.0"}})})
    framework = stack.components[0].technology("framework")
    assert framework is not None
    assert framework.status == "deprecated"


def test_private_front_end_of_a_workspace_is_listed_behind() -> None:
    stack = detect(
        {
            "package.json": '{"name": "all", "workspaces": ["apps/*"]}',
            "apps/web/package.json": package("react"),
            "apps/api/package.json": package("hono", "drizzle-orm", "pg"),
        }
    )
    assert [component.path for component in stack.components] == ["apps/api", "apps/web"]
