"""The image, its context and the rules between the layers."""

import ast
import re
from fnmatch import fnmatch

import pytest

from tests.databases import ROOT

PACKAGE = ROOT / "src" / "acme_service"
LAYERS = ["api", "services", "repositories", "security", "schemas", "models"]


def stages() -> list[str]:
    return re.split(r"(?m)^FROM ", (ROOT / "Dockerfile").read_text())[1:]


def test_image_is_built_in_stages_without_development_tools() -> None:
    build, final = stages()

    assert build.splitlines()[0].endswith(" AS build")
    assert "--no-dev" in build
    assert "pip" not in final
    assert "COPY --from=build" in final


def test_image_does_not_run_as_root() -> None:
    users = re.findall(r"(?m)^USER (\S+)", stages()[-1])

    assert users
    assert int(users[-1]) > 0


def test_image_starts_the_service_itself_so_that_it_receives_signals() -> None:
    assert re.search(r'(?m)^CMD \["python", "-m", "acme_service", "serve"\]$', stages()[-1])


def test_dependencies_are_installed_before_the_source_is_copied() -> None:
    build = stages()[0]

    assert build.index("--no-install-project") < build.index("COPY src")


@pytest.mark.parametrize("path", [".env", ".git", ".venv", "tests", "acme_service.db"])
def test_context_of_the_image_leaves_out_what_it_does_not_need(path: str) -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()

    assert rules[0] == "*"
    assert not any(rule.startswith("!") and fnmatch(path, rule[1:]) for rule in rules)


def test_env_files_are_never_committed() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def imported_packages(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {module.split(".")[1] for module in modules if module.startswith("acme_service.")}


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_import_only_from_those_below(layer: str) -> None:
    above = set(LAYERS[: LAYERS.index(layer)])
    for path in (PACKAGE / layer).rglob("*.py"):
        assert not imported_packages(str(path)) & above, path


@pytest.mark.parametrize("name", ["fastapi", "starlette"])
def test_only_the_api_knows_http(name: str) -> None:
    for layer in LAYERS[1:]:
        for path in (PACKAGE / layer).rglob("*.py"):
            assert name not in path.read_text(), path
