"""Reads a blueprint by its manifest: never by globbing, so that no stray file of a machine travels."""

from __future__ import annotations

import tomllib
from pathlib import Path

from backend_agent.values.blueprint import Blueprint, BlueprintFile
from backend_agent.values.errors import DataError, InputError

MANIFEST = "blueprint.toml"


def find_blueprints() -> Path:
    """The folder of blueprints: inside an installed package, or beside `src/` of a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "blueprints"
    return inside if inside.is_dir() else package.parents[1] / "blueprints"


def list_blueprints(folder: Path | None = None) -> tuple[str, ...]:
    """The ids of all blueprints, sorted."""
    return tuple(
        sorted(path.parent.name for path in (folder or find_blueprints()).glob(f"*/{MANIFEST}"))
    )


def load_blueprint(name: str, folder: Path | None = None) -> Blueprint:
    """The blueprint `name` with the bytes of every file its manifest lists.

    InputError when there is none of that name; DataError when the manifest is not as it must be.
    """
    root = (folder or find_blueprints()) / name
    known = list_blueprints(folder)
    if name not in known:
        raise InputError(
            f"no blueprint for the stack {name!r}", hint=f"use one of: {', '.join(known)}"
        )
    manifest = root / MANIFEST
    document = tomllib.loads(manifest.read_text(encoding="utf-8"))
    try:
        rename = document["rename"]
        return Blueprint(
            id=name,
            title=document["title"],
            project=rename["project"],
            package=rename["package"],
            exemplar=rename["exemplar"],
            files=tuple(_read_file(root, path) for path in document["files"]),
        )
    except KeyError as missing:
        raise DataError(f"{manifest}: the key {missing} is missing") from missing


def _read_file(root: Path, path: str) -> BlueprintFile:
    file = root / path
    try:
        mode = 0o755 if file.stat().st_mode & 0o100 else 0o644
        return BlueprintFile(path=path, content=file.read_bytes(), mode=mode)
    except OSError as error:
        raise DataError(
            f"{root / MANIFEST}: lists {path}, which cannot be read ({error.strerror})"
        ) from error
