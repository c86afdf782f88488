"""Mutated manifests of every ecosystem: an answer or a reason, never a crash, nothing outside read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.detect.content import parse_content
from backend_agent.world.tree import MemoryTree
from backend_agent.world.workspace import open_workspace

CATALOG = load_catalog()
# Enough for every kind of mutation on each run; FUZZ=1000 looks for rarer ones.
EXAMPLES = int(os.environ.get("FUZZ", "10"))

MANIFESTS = {
    "pyproject.toml": '[project]\nname = "a"\nrequires-python = ">=3.12"\ndependencies = ["fastapi>=1"]\n'
    '[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n',
    "requirements.txt": "-r other.txt\nflask[async]==3.1 ; python_version > '3' # why\n",
    "Pipfile": '[packages]\ndjango = {version = "*", extras = ["argon2"]}\n',
    "setup.py": "setup(install_requires=['flask', 'redis>=5'], python_requires='>=3.9')\n",
    "setup.cfg": "[options]\ninstall_requires =\n    bottle>=1\n",
    "package.json": '{"name": "a", "workspaces": {"catalog": {"x": "1"}}, "engines": {"node": "24"}, '
    '"dependencies": {"express": "5"}}',
    "pnpm-workspace.yaml": "packages: [a]\ncatalog: &c\n  hono: 4\ncatalogs: {x: *c}\n",
    "deno.jsonc": '{"imports": {"a": "jsr:@oak/oak@1"}, /* c */ "tasks": {"start": "deno run"},}',
    "go.mod": "module a.b/c\n\ngo 1.26\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n)\ntool a.b/d\n",
    "Cargo.toml": '[package]\nname = "a"\nedition = "2024"\n[dependencies]\n'
    'sqlx = {version = "0.8", features = ["postgres"]}\n[features]\nx = ["sqlx/mysql"]\n',
    "pom.xml": "<project><artifactId>a</artifactId><parent><artifactId>a</artifactId></parent>"
    "<properties><v>${v}</v></properties><dependencies><dependency><artifactId>h2</artifactId>"
    "<version>${v}</version></dependency></dependencies></project>",
    "build.gradle.kts": 'plugins { id("org.springframework.boot") version "4" }\n'
    'dependencies { implementation("a:b:$v"); implementation(libs.x.y) }\n',
    "gradle/libs.versions.toml": '[versions]\nv = "1"\n[libraries]\nx-y = {module = "a:h2", version.ref = "v"}\n'
    '[bundles]\nb = ["x-y"]\n',
    "A/A.csproj": '<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup>'
    '<PackageReference Include="Dapper" Version="$(X)"/></ItemGroup></Project>',
    "global.json": '{"sdk": {"version": "10.0.1"}}',
    "composer.json": '{"require": {"php": "^8", "laravel/framework": "^12"}}',
    "Gemfile": 'gem "rails", "~> 8.0"\nruby "3.4"\n',
    "mix.exs": 'elixir: "~> 1.18"\n{:phoenix, "~> 1.8"}\n',
    ".github/workflows/ci.yml": "jobs: {a: {services: {db: {image: postgres}}, steps: [{run: pytest}]}}\n",
}
PIECES = (
    b"[", b"{", b"]", b"}", b"(", b"<a>", b"</a>", b'"', b"'", b"\\", b"\n", b"\r\n", b"\x00", b"\xff\xfe",
    b"&a ", b"*a", b": ", b"- ", b"<<: ", b"${v}", b"$(X)", b"=", b",", b"null", b"1e999", b"-r ", b"../../x",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"/*", b"//", b"#", b"\t", b" " * 300, "é\u202e".encode(),
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """Truncated, cut, repeated, spliced with what syntax is made of, or nested a thousand times."""
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = draw(st.integers(at, min(len(data), at + 60)))
        kind = draw(st.sampled_from(("cut", "truncate", "splice", "repeat", "nest", "bytes")))
        if kind == "cut":
            data = data[:at] + data[end:]
        elif kind == "truncate":
            data = data[:at]
        elif kind == "splice":
            data = data[:at] + draw(st.sampled_from(PIECES)) + data[at:]
        elif kind == "repeat":
            data = data[:at] + data[at:end] * draw(st.integers(2, 400)) + data[end:]
        elif kind == "nest":
            data = data[:at] + draw(st.sampled_from(PIECES)) * 1000 + data[at:]
        else:
            data = data[:at] + draw(st.binary(max_size=20)) + data[end:]
    return data


@pytest.mark.parametrize("name", MANIFESTS)
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(given_data=st.data())
def test_mutated_manifest_is_answered(name: str, given_data: st.DataObject) -> None:
    data = given_data.draw(mutations(MANIFESTS[name].encode()))
    files = {name: data, "main.py": b"import fastapi\n", "other.txt": b"-r requirements.txt\n"}
    stack = detect_stack(MemoryTree(files), CATALOG)
    assert stack.components


@pytest.mark.parametrize(
    ("syntax", "text", "reason"),
    [
        ("json", "[" * 100_000, "nested too deeply"),
        ("json", "[" * 500 + "]" * 500, "nested too deeply"),
        ("toml", "a = " + "[" * 50_000, "nested too deeply"),
        ("toml", "a." * 50_000 + "a = 1", "nested too deeply"),
        ("toml", "'b' . " * 50_000 + "a = 1", "nested too deeply"),
        ("toml", "[" + "a." * 50_000 + "a]", "nested too deeply"),
        ("yaml", "a: " + "[" * 50_000, "nested too deeply"),
        ("yaml", "- " * 20_000 + "a", "nested too deeply"),
        ("yaml", "a: &a [*a]", "refers to itself"),
        ("yaml", "a: &a {<<: *a}", "refers to itself"),
        ("xml", "<a>" * 50_000, "nested too deeply"),
        ("xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "declares entities"),
        ("json", "1" * 10_000, "integer"),
    ],
)
def test_hostile_text_is_refused_with_its_reason(syntax: str, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_content(text, syntax)


@pytest.mark.parametrize("merge", ["[{0}]", "{{<<: [{0}]}}"])
def test_anchors_that_multiply_are_refused_before_they_expand(merge: str) -> None:
    lines = ["a0: &a0 {k: v}"]
    for level in range(1, 12):
        names = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} " + merge.format(names))
    with pytest.raises(ValueError, match="expands to more than"):
        parse_content("\n".join(lines), "yaml")


def test_links_that_leave_the_repository_or_go_in_circles_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("django\n")
    root = tmp_path / "repo"
    root.mkdir()
    (root / "requirements.txt").write_text("flask\n-r linked.txt\n-r ../outside.txt\n")
    (root / "linked.txt").symlink_to(outside)
    (root / "round").symlink_to(root)
    (root / "package.json").symlink_to("package.json")
    stack = detect_stack(open_workspace(root).tree(), CATALOG)
    assert {"flask"} == {
        t.id for c in stack.components for t in c.technologies if t.kind == "framework"
    }
