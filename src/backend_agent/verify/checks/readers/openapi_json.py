"""Reads an OpenAPI document that a running application printed: the operations it serves."""

from __future__ import annotations

from backend_agent.values.changes import RouteKey
from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts
from backend_agent.verify.checks.readers.reading import (
    Reading,
    as_mapping,
    first_line,
    load_json,
    read_nothing,
)

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


def read_openapi_json(completed: Completed, _report: str) -> Reading:
    """Counts operations."""
    keys = list_operations(completed.output)
    if not completed.succeeded or not keys:
        said = first_line("\n".join(reversed(completed.errors.splitlines())))
        return read_nothing(f"the application did not tell its routes: {said}", "routes")
    return Reading(counts=Counts(examined=len(keys), passed=len(keys)), unit="routes")


def list_operations(text: str) -> tuple[RouteKey, ...]:
    """Method and path of every operation of the document, ordered; empty where it is none."""
    paths = as_mapping(as_mapping(load_json(_last_object(text))).get("paths"))
    return tuple(
        RouteKey(method=method.upper(), path=path)
        for path, item in sorted(paths.items())
        for method in METHODS
        if method in as_mapping(item)
    )


def _last_object(text: str) -> str:
    """Behind what the application logged while it was imported."""
    lines = [line for line in text.splitlines() if line.startswith("{")]
    return lines[-1] if lines else text
