"""A blueprint: a complete small service that `new` copies and renames."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintFile:
    """`path` is relative to the service's root; `content` its exact bytes."""

    path: str
    content: bytes
    mode: int = 0o644


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """`project` (kebab-case) and `package` (snake_case) are the names that a copy replaces by its own;
    `exemplar` is the resource that later resources are written like."""

    id: str
    title: str
    project: str
    package: str
    exemplar: str
    files: tuple[BlueprintFile, ...]
