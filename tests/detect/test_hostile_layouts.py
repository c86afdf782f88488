"""Files that refer to each other in circles, lead outside, multiply or never end: bounded answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.detect.content import LONGEST_BLANK, squeeze_blanks
from backend_agent.world.tree import FolderTree, MemoryTree
from backend_agent.world.workspace import open_workspace
from tests.detect.repositories import detect, kinds, pyproject

SERVICE = {"pyproject.toml": pyproject("fastapi"), "main.py": "import fastapi\n"}
POM = (
    "<project><artifactId>{0}</artifactId><parent><artifactId>{1}</artifactId></parent>"
    "<modules><module>{2}</module></modules><dependencies><dependency>"
    "<artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>"
)
CIRCLES = {
    "requirements that include each other": (
        {"requirements.txt": "-r b.txt\nflask\n", "b.txt": "-r requirements.txt\n-r b.txt\n"},
        [("", "flask")],
    ),
    "Maven parents of each other": (
        {
            "pom.xml": POM.format("a", "b", "b"),
            "b/pom.xml": POM.format("b", "a", ".."),
            "b/src/main/java/A.java": "class A {}",
        },
        [("", "spring-boot"), ("b", "spring-boot")],
    ),
    "tsconfig files that extend each other": (
        {
            "package.json": '{"dependencies": {"express": "5"}}',
            "tsconfig.json": '{"extends": "./b.json"}',
            "b.json": '{"extends": "./tsconfig.json"}',
            "src/a.ts": "import b from './b'",
            "src/b.ts": "import a from './a'",
        },
        [("", "express")],
    ),
    "Gradle builds that include each other": (
        {
            "settings.gradle": "include ':a'\nincludeBuild '.'\nincludeBuild '../outside'\n",
            "build.gradle": "apply from: 'x.gradle'\ndependencies { implementation project(':a')\n"
            "implementation 'org.springframework.boot:spring-boot-starter-web:3' }\n",
            "x.gradle": "apply from: 'build.gradle'",
            "a/build.gradle": "dependencies { implementation project(':') }",
            "src/main/java/A.java": "class A {}",
        },
        [("", "spring-boot")],
    ),
    "Go modules that replace each other": (
        {
            "go.work": "go 1.26\nuse (\n .\n ./a\n ../outside\n)\n",
            "go.mod": "module x/y\nrequire github.com/gin-gonic/gin v1.10.0\nreplace x/a => ./a\n",
            "a/go.mod": "module x/a\nrequire x/y v0.0.0\nreplace x/y => ../\n",
            "main.go": 'package main\nimport "github.com/gin-gonic/gin"\n',
        },
        [("", "gin")],
    ),
    "workspaces that are members of their members": (
        {
            "package.json": '{"name": "a", "workspaces": [".", "b", "../x"], '
            '"dependencies": {"b": "workspace:*", "express": "5"}}',
            "b/package.json": '{"name": "b", "workspaces": [".."], "dependencies": {"a": "*"}}',
            "index.js": "require('express')",
        },
        [("", "express")],
    ),
    "projects that reference each other": (
        {
            "A/A.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"><Import Project="../D.props"/>'
            '<ItemGroup><ProjectReference Include="..\\B\\B.csproj"/></ItemGroup></Project>',
            "B/B.csproj": '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
            '<ProjectReference Include="..\\A\\A.csproj"/></ItemGroup></Project>',
            "D.props": '<Project><Import Project="A/A.csproj"/></Project>',
            "A/Program.cs": "",
        },
        [("A", "aspnetcore")],
    ),
    "scripts and targets that start each other": (
        {
            "package.json": '{"scripts": {"test": "npm run lint", "lint": "npm test"}, '
            '"dependencies": {"express": "5"}}',
            "Makefile": "include Makefile\ntest: lint\n\tmake lint\nlint: test\n\tmake test\n",
        },
        [("", "express")],
    ),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_circles_end_and_hide_nothing(name: str) -> None:
    files, expected = CIRCLES[name]
    stack = detect(files)
    found = [(each.path, kinds(each, "framework")) for each in stack.components]
    for path, framework in expected:
        assert any(path == at and framework in names for at, names in found), found


@pytest.mark.parametrize("kind", ["bomb", "deep"])
@pytest.mark.parametrize(
    "path",
    [
        "compose.yaml", ".github/workflows/ci.yml", ".gitlab-ci.yml", "pnpm-workspace.yaml",
        "charts/shop/values.yaml", "k8s/deployment.yaml", "Taskfile.yml", ".pre-commit-config.yaml",
        "src/main/resources/application.yml", "openapi.yaml",
    ],
)  # fmt: skip
def test_yaml_that_multiplies_or_never_ends_costs_nothing_else(path: str, kind: str) -> None:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    text = "\n".join(lines) if kind == "bomb" else "a: " + "[" * 60_000
    stack = detect({**SERVICE, path: text})
    assert "fastapi" in kinds(stack.components[0], "framework")
    # Where the file is parsed and not only searched, the refusal is told with its place.
    parsed = path in (".github/workflows/ci.yml", ".gitlab-ci.yml", "Taskfile.yml")
    told = [each for each in stack.unknown if each.startswith(path)]
    assert (not parsed) or any("expands" in each or "nested" in each for each in told)


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("requirements.txt", "flask==1.0\n"),
        ("package.json", '{"a":'),
        ("pnpm-workspace.yaml", "a: b\n"),
        ("go.mod", "require a v1\n"),
        ("pom.xml", "<a>"),
        ("gradle/libs.versions.toml", "[versions]\n"),
        ("README.md", "```sh\nmake test\n```\n"),
        (".github/workflows/ci.yml", "- run: pytest\n"),
        ("Makefile", "a: b\n\tc\n"),
    ],
)
def test_file_of_fifty_megabytes_is_not_read_and_told(path: str, unit: str) -> None:
    data = unit.encode() * (50_000_000 // len(unit))
    files = {name: text.encode() for name, text in SERVICE.items()}
    stack = detect_stack(MemoryTree({**files, path: data}), load_catalog())
    assert "fastapi" in kinds(stack.components[0], "framework")
    assert any(each.startswith(f"{path}: too large") for each in stack.unknown), stack.unknown


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".github/workflows/ci.yml", "- run: pytest tests/t{0}.py\n"),
        ("Makefile", "t{0}:\n\tpytest tests/t{0}.py\n"),
        ("README.md", "```sh\npytest tests/t{0}.py\n```\n"),
    ],
)
def test_of_thousands_of_commands_so_many_are_weighed_as_people_write(path: str, line: str) -> None:
    """Each is compared with each: without a bound this file costs minutes, and the test its limit."""
    most = 190_000 // len(line)
    text = "".join(line.format(number) for number in range(most))
    stack = detect({**SERVICE, path: text})
    assert "fastapi" in kinds(stack.components[0], "framework")


def test_runs_of_blanks_are_cut_and_lines_stay() -> None:
    text = "a" + " " * 100_000 + "b\n" + "\t" * 500 + "c  d\n"
    squeezed = squeeze_blanks(text)
    assert squeezed == "a" + " " * LONGEST_BLANK + "b\n" + "\t" * LONGEST_BLANK + "c  d\n"
    assert squeeze_blanks("a  b\n") == "a  b\n"


def _link_outside(root: Path, outside: Path) -> None:
    (root / "requirements.txt").symlink_to(outside / "requirements.txt")
    (root / "package.json").symlink_to("../outside/package.json")


def _link_folders(root: Path, outside: Path) -> None:
    (root / "lib").symlink_to(outside)
    (root / "again").symlink_to(root)


def _link_round(root: Path, _outside: Path) -> None:
    (root / "one").symlink_to("two")
    (root / "two").symlink_to("one")
    (root / "Gemfile").symlink_to("Gemfile")


def _link_twice(root: Path, outside: Path) -> None:
    (root / "inner").symlink_to(outside)
    (root / "requirements.txt").symlink_to("inner/requirements.txt")


def _name_outside(root: Path, outside: Path) -> None:
    (root / "requirements.txt").write_text(f"-r ../outside/requirements.txt\n-r {outside}/a.txt\n")


@pytest.mark.parametrize(
    "arrange", [_link_outside, _link_folders, _link_round, _link_twice, _name_outside]
)
def test_nothing_outside_of_the_repository_is_read(
    tmp_path: Path, arrange: Callable[[Path, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, root = tmp_path / "outside", tmp_path / "repository"
    outside.mkdir()
    root.mkdir()
    for name in ("requirements.txt", "a.txt"):
        (outside / name).write_text("django\n")
    (outside / "package.json").write_text('{"dependencies": {"express": "5"}}')
    for name, text in SERVICE.items():
        (root / name).write_text(text)
    arrange(root, outside)
    read: list[Path] = []
    plain = FolderTree.read_bytes

    def watch(tree: FolderTree, path: str) -> bytes:
        read.append((tree.root / path).resolve())
        return plain(tree, path)

    monkeypatch.setattr(FolderTree, "read_bytes", watch)
    stack = detect_stack(open_workspace(root).tree(), load_catalog())
    assert {"fastapi"} == {name for each in stack.components for name in kinds(each, "framework")}
    assert read
    assert all(path.is_relative_to(root) for path in read)
