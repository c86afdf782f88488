"""The FastAPI blueprint's manifest names exactly what is kept in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from backend_agent.catalog.blueprints import load_blueprint
from backend_agent.values.blueprint import Blueprint

ROOT = Path(__file__).parents[2]
FOLDER = "blueprints/fastapi"


def manifest() -> Blueprint:
    return load_blueprint("fastapi", ROOT / "blueprints")


def tracked_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "."],
        cwd=ROOT / FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(filter(None, listed.stdout.split("\0")))


def test_manifest_lists_every_tracked_file_but_itself_sorted() -> None:
    listed = [file.path for file in manifest().files]

    assert [*listed, "blueprint.toml"] == [
        *(path for path in tracked_files() if path != "blueprint.toml"),
        "blueprint.toml",
    ]


def test_nothing_of_a_machine_is_kept() -> None:
    for path in tracked_files():
        assert not re.search(r"(^|/)(\.venv|__pycache__|uv\.lock|\.env)(/|$)|\.db$", path), path


def test_every_mention_of_the_name_is_a_token_that_new_replaces() -> None:
    blueprint = manifest()
    for file in blueprint.files:
        text = file.path + "\n" + file.content.decode()
        rest = text.replace(blueprint.project, "").replace(blueprint.package, "")
        assert "acme" not in rest.lower(), file.path


def test_exemplar_has_one_file_in_each_layer() -> None:
    paths = {file.path for file in manifest().files}

    for layer in ("models", "schemas", "repositories", "services"):
        assert f"src/acme_service/{layer}/product.py" in paths
    assert "src/acme_service/api/v1/products.py" in paths
    assert "tests/api/test_products.py" in paths
    assert "tests/factories/product.py" in paths
