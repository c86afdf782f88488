"""Results of steps as JSON: values by a closed table, large content beside it by hash, no pickle.

Written form: JSON's own scalars stand for themselves, an array is a tuple, an object is one thing
whose kind is its `@`: `list`, `dict`, `set`, `bytes`, `file`, `time`, `date`, `path`, `error`, or
the name of a value (`changes.FileChange`) with its fields beside it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from pathlib import PurePath, PurePosixPath
from typing import Any

from backend_agent.durable.blobs import Blobs
from backend_agent.durable.registry import list_error_types, list_value_types
from backend_agent.values.errors import BackendAgentError, DataError

FORMAT = "backend-agent-json-1"
INLINE_LIMIT = 16 * 1024
"""Bytes (of a text: of its UTF-8) above which content goes to a file of the run."""

_TAG = "@"


class ValueSerializer:
    """What the engine writes and reads results with; `serialize`, `deserialize` and `name` are the
    three methods it calls. Raises `DataError` for what has no written form, and on reading for
    anything this program did not write."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._types = dict(list_value_types())
        self._names = {found: name for name, found in self._types.items()}
        self._errors = dict(list_error_types())

    def name(self) -> str:
        return FORMAT

    def serialize(self, data: Any) -> str:
        encoded = self._encode(data)
        try:
            return json.dumps(encoded, allow_nan=False, separators=(",", ":"))
        except ValueError as error:
            raise DataError(f"a step's result cannot be kept: {error}") from error

    def deserialize(self, serialized_data: str) -> Any:
        try:
            parsed = json.loads(serialized_data)
        except ValueError as error:
            raise DataError(f"a recorded result is not readable: {error}") from error
        return self._decode(parsed)

    def _encode(self, data: object) -> object:
        if data is None or isinstance(data, bool | int | float):
            return data
        if isinstance(data, str):
            return self._encode_text(data)
        name = self._names.get(type(data))
        if name is not None:
            listed = fields(data)  # type: ignore[arg-type]
            return {_TAG: name} | {
                field.name: self._encode(getattr(data, field.name)) for field in listed
            }
        if isinstance(data, tuple):
            return [self._encode(item) for item in data]
        if isinstance(data, BaseException):
            return self._encode_error(data)
        return self._encode_other(data)

    def _encode_other(self, data: object) -> object:
        match data:
            case bytes():
                return self._encode_bytes(data)
            case list():
                return {_TAG: "list", "items": [self._encode(item) for item in data]}
            case Mapping():
                pairs = [[self._encode(key), self._encode(value)] for key, value in data.items()]
                return {_TAG: "dict", "items": pairs}
            case set() | frozenset():
                return {
                    _TAG: "set",
                    "items": [self._encode(item) for item in sorted(data, key=repr)],
                }
            case datetime():
                return {_TAG: "time", "text": data.isoformat()}
            case date():
                return {_TAG: "date", "text": data.isoformat()}
            case PurePath():
                return {_TAG: "path", "text": data.as_posix()}
        kind = f"{type(data).__module__}.{type(data).__qualname__}"
        what = "the dataclass" if is_dataclass(data) else "an object of type"
        raise DataError(
            f"a step's result cannot be kept: {what} {kind} has no written form",
            hint="steps answer values of backend_agent.values, plain data, bytes, times and paths",
        )

    def _encode_text(self, text: str) -> object:
        if len(text) <= INLINE_LIMIT // 4:
            return text
        content = text.encode("utf-8", "surrogatepass")
        if len(content) <= INLINE_LIMIT:
            return text
        return {_TAG: "file", "sha256": self._blobs.put(content), "text": True}

    def _encode_bytes(self, content: bytes) -> object:
        if len(content) <= INLINE_LIMIT:
            return {_TAG: "bytes", "base64": base64.b64encode(content).decode("ascii")}
        return {_TAG: "file", "sha256": self._blobs.put(content), "text": False}

    def _encode_error(self, error: BaseException) -> object:
        if not isinstance(error, BackendAgentError):
            message, slug, hint = f"{type(error).__name__}: {error}", "internal", ""
        else:
            message, slug, hint = error.message, error.slug, error.hint
        return {_TAG: "error", "slug": slug, "message": message, "hint": hint}

    def _decode(self, data: object) -> Any:
        if isinstance(data, list):
            return tuple(self._decode(item) for item in data)
        if not isinstance(data, dict):
            return data
        tag = data.get(_TAG)
        if isinstance(tag, str) and tag in self._types:
            return self._decode_value(tag, data)
        try:
            return self._decode_kind(tag, data)
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"a recorded result of kind {tag!r} is damaged: {error}") from error

    def _decode_kind(self, tag: object, data: Mapping[str, Any]) -> object:
        match tag:
            case "list":
                return [self._decode(item) for item in data["items"]]
            case "dict":
                return {self._decode(key): self._decode(value) for key, value in data["items"]}
            case "set":
                return frozenset(self._decode(item) for item in data["items"])
            case "bytes":
                return base64.b64decode(data["base64"], validate=True)
            case "time":
                return datetime.fromisoformat(data["text"])
            case "date":
                return date.fromisoformat(data["text"])
            case "path":
                return PurePosixPath(data["text"])
            case "file":
                return self._read_file(data)
            case "error":
                return self._read_error(data)
        raise DataError(f"a recorded result names {tag!r}, which this program does not know")

    def _decode_value(self, name: str, data: Mapping[str, object]) -> object:
        found = self._types[name]
        known = {field.name: field for field in fields(found)}
        unknown = sorted(set(data) - set(known) - {_TAG})
        absent = sorted(
            field.name
            for field in known.values()
            if field.name not in data and field.default is field.default_factory is MISSING
        )
        if unknown or absent:
            raise DataError(
                f"a recorded {name} does not fit this program: unknown {unknown}, missing {absent}",
                hint="continue the run with the version that began it, or start it anew",
            )
        given = {key: self._decode(value) for key, value in data.items() if key != _TAG}
        return found(**given)

    def _read_file(self, data: Mapping[str, Any]) -> bytes | str:
        content = self._blobs.get(data["sha256"])
        return content.decode("utf-8", "surrogatepass") if data["text"] else content

    def _read_error(self, data: Mapping[str, Any]) -> BackendAgentError:
        kind = self._errors.get(data["slug"])
        if kind is None:
            raise DataError(f"a recorded error has the unknown slug {data['slug']!r}")
        return kind(data["message"], hint=data["hint"])
