"""Repositories of every ecosystem that mislead: what a careful reader would still answer."""

from __future__ import annotations

from backend_agent.values.stack import Stack
from tests.detect.repositories import detect, kinds

POM = "<project><artifactId>{name}</artifactId>{more}</project>"
STARTER = (
    "<dependency><groupId>org.springframework.boot</groupId>"
    "<artifactId>spring-boot-starter-web</artifactId>{version}</dependency>"
)


def versions(stack: Stack, name: str) -> set[str]:
    """The versions of one technology over all components."""
    return {
        found.version
        for component in stack.components
        for found in component.technologies
        if found.id == name
    }


def paths(stack: Stack) -> list[str]:
    return [component.path for component in stack.components]


def test_package_that_is_pinned_for_all_but_used_by_none_is_absent() -> None:
    stack = detect(
        {
            "Directory.Packages.props": "<Project><ItemGroup>"
            '<PackageVersion Include="Dapper" Version="2.1.0" />'
            '<PackageVersion Include="Microsoft.EntityFrameworkCore" Version="10.0.1" />'
            "</ItemGroup></Project>",
            "src/Shop/Shop.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup>'
            '<PackageReference Include="Microsoft.EntityFrameworkCore" /></ItemGroup></Project>',
        }
    )
    assert kinds(stack.components[0], "orm") == {"ef-core"}
    assert versions(stack, "ef-core") == {"10.0.1"}


def test_library_and_suite_of_a_solution_belong_to_the_program() -> None:
    stack = detect(
        {
            "global.json": '{"sdk": {"version": "10.0.100"}} // pinned',
            "src/Web/Web.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup>'
            "<TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>"
            '<ProjectReference Include="..\\Storage\\Storage.csproj" /></ItemGroup></Project>',
            "src/Storage/Storage.csproj": '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
            '<PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="10.0.0" />'
            "</ItemGroup></Project>",
            "tests/Web.UnitTests/Web.UnitTests.csproj": '<Project Sdk="MSTest.Sdk/4.0.0"><ItemGroup>'
            '<ProjectReference Include="..\\..\\src\\Web\\Web.csproj" /></ItemGroup></Project>',
        }
    )
    web = stack.components[0]
    assert paths(stack) == ["src/Web"]
    assert web.libraries == ("src/Storage",)
    assert kinds(web, "orm") == {"ef-core"}
    assert kinds(web, "database") == {"postgresql"}
    assert kinds(web, "test") == {"mstest"}
    assert (web.runtime, web.runtime_version) == ("dotnet", "net10.0")


def test_dependencies_of_a_rust_workspace_stand_at_its_root() -> None:
    stack = detect(
        {
            "Cargo.toml": '[workspace]\nmembers = ["server", "store"]\n[workspace.package]\n'
            'edition = "2024"\n[workspace.dependencies]\naxum = "0.8"\nrocket = "0.5"\n'
            'sqlx = { version = "0.8", features = ["postgres"] }\nstore = { path = "store" }\n',
            "server/Cargo.toml": '[package]\nname = "server"\nedition.workspace = true\n'
            "[dependencies]\naxum.workspace = true\nstore.workspace = true\n",
            "server/src/main.rs": "fn main() {}\n",
            "store/Cargo.toml": '[package]\nname = "store"\n[dependencies]\n'
            'sqlx = { workspace = true, features = ["postgres"] }\n',
            "store/src/lib.rs": "#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {}\n}\n",
        }
    )
    server = stack.components[0]
    assert paths(stack) == ["server"]
    assert kinds(server, "framework") == {"axum"}, "rocket is offered, but nobody takes it"
    assert server.technology("framework").version == "0.8"  # type: ignore[union-attr]
    assert kinds(server, "database") == {"postgresql"}
    assert kinds(server, "test") == {"cargo-test"}
    assert ("rust_edition", "2024") in {(each.name, each.version) for each in server.runtimes}


def test_databases_behind_features_of_a_crate_are_seen() -> None:
    stack = detect(
        {
            "Cargo.toml": '[package]\nname = "vault"\n[features]\nmysql = ["diesel/mysql"]\n'
            'sqlite = ["diesel/sqlite"]\n[dependencies]\nrocket = "0.5"\ndiesel = "2"\n',
            "src/main.rs": "fn main() {}\n",
        }
    )
    assert kinds(stack.components[0], "database") == {"mysql", "sqlite"}


def test_modules_of_maven_inherit_from_their_parent() -> None:
    stack = detect(
        {
            "pom.xml": POM.format(
                name="shop",
                more="<parent><artifactId>spring-boot-starter-parent</artifactId>"
                "<version>4.0.1</version></parent><properties><java.version>25</java.version>"
                "<web.version>4.0.1</web.version></properties><modules><module>orders</module>"
                "</modules><dependencies>"
                + STARTER.format(version="<version>${web.version}</version>")
                + "</dependencies>",
            ),
            "orders/pom.xml": POM.format(
                name="orders",
                more="<parent><artifactId>shop</artifactId></parent><dependencies><dependency>"
                "<artifactId>spring-boot-starter-data-jpa</artifactId></dependency></dependencies>",
            ),
            "orders/src/main/java/OrdersApplication.java": "class OrdersApplication {}\n",
        }
    )
    orders = stack.components[0]
    assert orders.path == "orders"
    assert kinds(orders, "framework") == {"spring-boot"}
    assert kinds(orders, "orm") == {"spring-data-jpa"}
    assert (orders.runtime, orders.runtime_version) == ("java", "25")
    assert versions(stack, "spring-boot") == {"4.0.1"}


def test_only_aliases_that_a_build_names_are_taken_from_the_catalog() -> None:
    stack = detect(
        {
            "gradle/libs.versions.toml": '[versions]\nktor = "3.4.0"\n[libraries]\n'
            'ktor-core = { module = "io.ktor:ktor-server-core", version.ref = "ktor" }\n'
            'exposed-core = { group = "org.jetbrains.exposed", name = "exposed-core", version = "1.0" }\n'
            'mongo = "org.mongodb:mongodb-driver-sync:5.2"\n[bundles]\nserver = ["ktor-core"]\n',
            "build.gradle.kts": "dependencies {\n    implementation(libs.bundles.server)\n"
            "    implementation(libs.exposed.core)\n}\nkotlin { jvmToolchain(21) }\n",
            "src/main/kotlin/App.kt": "fun main() {}\n",
        }
    )
    app = stack.components[0]
    assert app.language == "kotlin"
    assert kinds(app, "framework") == {"ktor"}
    assert kinds(app, "orm") == {"exposed"}
    assert kinds(app, "database") == set()
    assert versions(stack, "ktor") == {"3.4.0"}
    assert app.runtime_version == "21"


def test_go_line_behind_the_requirements_counts_and_indirect_ones_do_not() -> None:
    stack = detect(
        {
            "go.mod": "module example.org/shop\n\nrequire (\n\tgithub.com/labstack/echo/v4 v4.13.0\n"
            "\tgithub.com/gin-gonic/gin v1.10.0 // indirect\n)\n\ngo 1.25.0\n\ntoolchain go1.26.1\n",
            "main.go": "package main\n",
            "desktop/package.json": '{"name": "desktop", "dependencies": {"express": "5"}}',
        }
    )
    shop = stack.components[0]
    assert kinds(shop, "framework") == {"echo"}
    assert (shop.runtime, shop.runtime_version) == ("go", "1.25.0")


def test_modules_without_a_common_root_are_components() -> None:
    module = "module example.org/{0}\n\ngo 1.26\n\nrequire github.com/go-chi/chi/v5 v5.2.0\n"
    stack = detect(
        {
            "go.work": "go 1.26\n\nuse (\n\t./orders\n\t./users\n)\n",
            "orders/go.mod": module.format("orders"),
            "orders/main.go": "package main\n",
            "users/go.mod": module.format("users"),
            "users/main.go": "package main\n",
        }
    )
    assert sorted(paths(stack)) == ["orders", "users"]
    assert all(kinds(each, "framework") == {"chi"} for each in stack.components)


def test_vendored_code_is_nobody_s_stack() -> None:
    stack = detect(
        {
            "go.mod": "module example.org/shop\n\ngo 1.26\n",
            "main.go": "package main\n",
            "vendor/example.org/orm/docker-compose.yml": "services: {db: {image: mysql}}\n",
            "vendor/example.org/orm/go.mod": "module example.org/orm\n",
        }
    )
    assert paths(stack) == [""]
    assert kinds(stack.components[0], "database") == set()


def test_the_mocking_gem_is_not_the_runner_of_another_language() -> None:
    stack = detect(
        {
            "Gemfile": 'source "https://rubygems.org"\nruby "3.4.4"\ngem "rails", "~> 8.0"\n'
            'group :test do\n  gem "mocha"\nend\n',
            "test/test_helper.rb": 'require "mocha/minitest"\n',
            "config/database.yml": "default:\n  adapter: postgresql\n",
            "bin/rails": "#!/usr/bin/env ruby\n",
        }
    )
    shop = stack.components[0]
    assert kinds(shop, "test") == {"minitest"}
    assert kinds(shop, "orm") == {"activerecord"}
    assert kinds(shop, "database") == {"postgresql"}
    assert shop.runtime_version == "3.4.4"


def test_template_of_all_connections_does_not_make_them_databases() -> None:
    stack = detect(
        {
            "composer.json": '{"type": "project", "require": {"php": "^8.3", "laravel/framework": "^12"}}',
            ".env.example": "APP_NAME=Shop\nDB_CONNECTION=mysql\n# DB_CONNECTION=sqlite\n",
            "config/database.php": "<?php return ['connections' => ['sqlite' => ['driver' => "
            "'sqlite'], 'pgsql' => ['driver' => 'pgsql']]];\n",
            "package.json": '{"private": true, "devDependencies": {"vite": "7"}}',
        }
    )
    shop = stack.components[0]
    assert paths(stack) == [""]
    assert kinds(shop, "database") == {"mysql"}
    assert (shop.runtime, shop.runtime_version) == ("php", "^8.3")


def test_sort_of_program_that_elixir_declares_is_read_without_running_it() -> None:
    stack = detect(
        {
            "mix.exs": "defmodule Shop.MixProject do\n  def project do\n    [app: :shop,\n"
            '     elixir: "~> 1.18"]\n  end\n  defp deps do\n    [{:phoenix, "~> 1.8"},\n'
            '     {:ecto_sql, "~> 3.13"}, {:postgrex, ">= 0.0.0"},\n     # {:absinthe, "~> 1.7"}\n'
            "    ]\n  end\nend\n",
            "test/test_helper.exs": "ExUnit.start()\n",
            ".tool-versions": "elixir 1.18.2-otp-27\n",
        }
    )
    shop = stack.components[0]
    assert kinds(shop, "framework") == {"phoenix"}
    assert kinds(shop, "orm") == {"ecto"}
    assert kinds(shop, "database") == {"postgresql"}
    assert kinds(shop, "test") == {"exunit"}
    assert (shop.runtime, shop.runtime_version) == ("elixir", "~> 1.18")


def test_comments_and_trailing_commas_of_deno_are_no_error() -> None:
    stack = detect(
        {
            "deno.jsonc": '{\n  // tasks\n  "tasks": {"start": "deno run -A main.ts", "check": '
            '"deno fmt --check && deno lint && deno check main.ts"},\n  "imports": {"$fresh/": '
            '"https://deno.land/x/fresh@1.7.3/",},\n}\n',
            "deno.lock": '{"version": "5"}',
            "main.ts": "const kv = await Deno.openKv();\n",
            "orders_test.ts": 'Deno.test("adds", () => {});\n',
        }
    )
    shop = stack.components[0]
    assert stack.unknown == ()
    assert kinds(shop, "framework") == {"fresh"}
    assert kinds(shop, "test") == {"deno-test"}
    assert kinds(shop, "types") >= {"deno-check"}
    assert {"deno-lint"} <= kinds(shop, "linter")
    assert kinds(shop, "package-manager") == {"deno"}
    assert shop.runtime == "deno"


def test_database_package_of_a_workspace_belongs_to_the_application() -> None:
    stack = detect(
        {
            "package.json": '{"name": "root", "private": true, "devDependencies": {"prettier": "3"}}',
            "pnpm-workspace.yaml": 'packages: ["apps/*", "packages/*"]\ncatalog:\n  hono: 4.13.0\n',
            "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
            "apps/api/package.json": '{"name": "api", "scripts": {"start": "node ."}, '
            '"dependencies": {"hono": "catalog:", "@shop/db": "workspace:*"}}',
            "packages/db/package.json": '{"name": "@shop/db", "dependencies": '
            '{"drizzle-orm": "0.45", "pg": "8"}}',
        }
    )
    api = stack.components[0]
    assert paths(stack) == ["apps/api"]
    assert api.libraries == ("packages/db",)
    assert kinds(api, "orm") == {"drizzle"}
    assert kinds(api, "database") == {"postgresql"}
    assert versions(stack, "hono") == {"4.13.0"}


def test_statements_about_a_runtime_that_disagree_are_all_shown() -> None:
    stack = detect(
        {
            "package.json": '{"name": "shop", "engines": {"node": ">=16"}, "dependencies": {"express": "5"}}',
            ".nvmrc": "v24.14.1\n",
            "Dockerfile": "FROM node:22-alpine\n",
        }
    )
    shop = stack.components[0]
    assert (shop.runtime, shop.runtime_version) == ("node", "24.14.1")
    assert [each.version for each in shop.runtimes] == ["24.14.1", ">=16", "22"]
    assert "node of .: 24.14.1 (.nvmrc:1), but also 22 (Dockerfile:1)" in stack.unknown


def test_includes_of_requirements_may_go_in_circles() -> None:
    stack = detect(
        {
            "requirements.txt": "-r deps/base.pip\n-r ../outside.txt\nflask\n",
            "deps/base.pip": "-r ../requirements.txt\nSQLAlchemy[asyncio]>=2\n",
        }
    )
    shop = stack.components[0]
    assert kinds(shop, "framework") == {"flask"}
    assert kinds(shop, "orm") == {"sqlalchemy"}


def test_setup_files_are_read_as_text() -> None:
    stack = detect(
        {
            "setup.py": "from setuptools import setup\nsetup(name='shop', python_requires='>=3.9',\n"
            "  install_requires=['flask', 'redis>=5'], extras_require={'db': ['peewee']})\n"
            "print 'a statement of Python 2'\n",
            "legacy/setup.cfg": "[metadata]\nname = legacy\n[options]\ninstall_requires =\n"
            "    bottle\n    pymongo>=4 ; python_version > '3'\n",
        }
    )
    by_path = {component.path: component for component in stack.components}
    assert kinds(by_path[""], "framework") == {"flask"}
    assert kinds(by_path["legacy"], "framework") == {"bottle"}
    assert kinds(by_path["legacy"], "database") == {"mongodb"}
    assert by_path[""].runtime_version == ">=3.9"
