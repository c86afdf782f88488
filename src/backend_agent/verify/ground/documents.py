"""Reads settings and services out of YAML documents by paths of keys that data names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backend_agent.values.errors import InputError


def load_document(text: str, path: str) -> object:
    """The document of a YAML file. Raises InputError with the place of the fault."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark else ""
        raise InputError(f"{path}{place}: not valid YAML") from error


def find_nodes(document: object, path: str) -> Iterator[tuple[str, object]]:
    """The last key and the node of every place that `path` (keys joined by dots) reaches."""
    places: list[tuple[str, object]] = [("", document)]
    for part in path.split(".") if path else ():
        places = [step for _, node in places for step in _step(node, part)]
    yield from places


def find_pairs(document: object, paths: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Names and values below the places: a mapping, or a list of `NAME=value`."""
    for path in paths:
        for _, node in find_nodes(document, path):
            if isinstance(node, Mapping):
                yield from _mapping_pairs(node)
            elif isinstance(node, list):
                for item in node:
                    name, equals, value = str(item).partition("=")
                    if equals:
                        yield name, value


def find_texts(document: object, paths: tuple[str, ...]) -> Iterator[str]:
    """Every text at the places."""
    for path in paths:
        for _, node in find_nodes(document, path):
            if isinstance(node, str):
                yield node


def _mapping_pairs(node: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        if isinstance(value, bool):
            yield str(name), str(value).lower()
        elif isinstance(value, str | int | float):
            yield str(name), str(value)


def _step(node: object, part: str) -> Iterator[tuple[str, object]]:
    if isinstance(node, Mapping):
        if part == "*":
            yield from ((str(key), value) for key, value in node.items())
        elif part in node:
            yield part, node[part]
    elif isinstance(node, list) and part == "*":
        yield from (("", item) for item in node)
