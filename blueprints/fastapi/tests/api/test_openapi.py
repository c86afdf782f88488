"""The document that describes the API."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_resolves(app: FastAPI) -> None:
    document = app.openapi()
    found = set(references(document))

    assert found
    for reference in found:
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_operation_has_a_name_of_its_own_and_describes_its_problems(app: FastAPI) -> None:
    operations = [
        (path, operation)
        for path, methods in app.openapi()["paths"].items()
        for operation in methods.values()
    ]

    names = [operation["operationId"] for _, operation in operations]
    assert len(names) == len(set(names))
    for path, operation in operations:
        if path.startswith("/api/"):
            assert "application/problem+json" in operation["responses"]["4XX"]["content"]
