"""One document as read: where it lies, what it holds; and the strict reading of its text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend_agent.values.errors import DataError

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`root` is the data folder or pack; `path` lies below it; `shape` names the dataclass of its
    content; `names` are what the stars of its form's place stand for; `raw` is the content as the text
    of its JSON, already checked, and parsed only when it is asked for. A file where no document
    belongs has no shape and no content."""

    root: Path
    path: str
    size: int
    changed_ns: int
    digest: str = ""
    shape: str = ""
    names: tuple[str, ...] = ()
    raw: str = ""


def name_shape(shape: type) -> str:
    """The name by which an index remembers a shape, so that reading it imports no shape."""
    return f"{shape.__module__}.{shape.__qualname__}"


def check_document(path: Path, shape: type, data: bytes) -> str:
    """The content of one TOML file as the text of its JSON, checked to be of `shape`.

    Raises DataError with file, key and what is expected.
    """
    import tomllib

    try:
        raw = json.dumps(tomllib.loads(data.decode()), separators=(",", ":"), default=str)
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not valid TOML: {error}") from None
    _check_shape(path, shape, raw)
    return raw


@cache
def _open_checker(shape: type) -> TypeAdapter[Any]:
    """Made once per shape: making one costs a hundred times what it takes to check a document."""
    from pydantic import ConfigDict, TypeAdapter

    # A one-tuple, because a configuration cannot be given to the adapter of a bare dataclass,
    # while it does spread from a container to every dataclass inside.
    return TypeAdapter(
        tuple[shape],  # type: ignore[valid-type]
        config=ConfigDict(extra="forbid", strict=True),
    )


def _check_shape(path: Path, shape: type, raw: str) -> None:
    from pydantic import ValidationError

    try:
        _open_checker(shape).validate_json(f"[{raw}]")
    except ValidationError as error:
        raise DataError(_explain(path, error), hint=f"the shape is {shape.__name__}") from None


def _explain(path: Path, error: ValidationError) -> str:
    lines = []
    for fault in error.errors(include_url=False):
        # pydantic names a keyword-only dataclass' faults by position in the one-tuple first.
        key = ".".join(str(part) for part in fault["loc"][1:]) or "the file"
        given = fault["input"]
        shown = "" if isinstance(given, (dict, list)) else f", not {given!r}"
        if fault["type"] == "unexpected_keyword_argument":
            lines.append(f"{path}: {key}: unknown key")
        elif fault["type"] in ("missing", "missing_keyword_only_argument"):
            lines.append(f"{path}: {key}: missing")
        else:
            lines.append(f"{path}: {key}: {fault['msg']}{shown}")
    return "\n".join(lines)
