"""The project speaks of the project alone: no machine paths, no registry hosts, no open ends."""

from __future__ import annotations

import re
import subprocess

from tests.house.sources import ROOT

MACHINE = re.compile(r"(?<![\w.])/(work|root)/")
REGISTRY = re.compile(
    r"(pythonhosted\.org|//pypi\.org|registry\.npmjs|crates\.io/api|proxy\.golang|repo1?\.maven)"
)
OPEN_ENDS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
TEXTS = (
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".txt",
    ".json",
    ".html",
    ".j2",
    ".ini",
    ".cfg",
)


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [
        name
        for name in listed.split("\0")
        if name.endswith(TEXTS) or name in ("Makefile", ".ci/run")
    ]


def test_no_text_names_a_machine_or_a_registry_host() -> None:
    faults = []
    for name in _tracked():
        if name.startswith("tests/house/"):
            continue
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        faults += [
            f"{name}: {found.group()}"
            for found in (MACHINE.search(text), REGISTRY.search(text))
            if found
        ]
    assert faults == []


def test_no_open_ends_in_the_source() -> None:
    faults = [
        name
        for name in _tracked()
        if name.startswith("src/")
        and OPEN_ENDS.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert faults == []
