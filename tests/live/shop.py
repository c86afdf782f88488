"""A little project with real tools, its change, and how the program is called on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("backend-agent")
MANIFEST = """[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = []

[dependency-groups]
dev = ["pytest>=8", "ruff>=0.9"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""
NET = '"""Prices."""\n\n\ndef net(gross: int) -> int:\n    return gross\n'
SHOP = {
    "pyproject.toml": MANIFEST,
    "shop/__init__.py": '"""A shop."""\n',
    "shop/price.py": NET,
    "tests/test_price.py": "from shop.price import net\n\n\ndef test_net() -> None:\n    assert net(1) == 1\n",
    ".gitignore": "__pycache__/\n.venv/\n",
}
DOUBLE = "\n\ndef double(price: int) -> int:\n    return price * 2\n"
TEST_DOUBLE = (
    "from shop.price import double\n\n\ndef test_double() -> None:\n    assert double(2) == {}\n"
)


def change_shop(root: Path, expected: int) -> None:
    """Add a function and its test; with 4 the test holds."""
    (root / "shop/price.py").write_text(NET + DOUBLE)
    (root / "tests/test_double.py").write_text(TEST_DOUBLE.format(expected))


def call(
    root: Path, environment: Mapping[str, str], *arguments: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the program in `root`."""
    return subprocess.run(
        [str(PROGRAM), *arguments],
        cwd=root,
        env=dict(environment),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
    )
