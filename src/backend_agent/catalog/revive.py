"""Frozen dataclasses from plain JSON that was checked before; no check here, so that it is fast."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
Revive = Callable[[Any], Any]


def revive_value(shape: type[T], raw: object) -> T:
    """`raw` (objects, arrays, scalars) as a value of the dataclass `shape`."""
    return cast("T", _reviver(cast("Any", shape))(raw))


@cache
def _reviver(annotation: Any) -> Revive:
    if is_dataclass(annotation):
        return _dataclass_reviver(annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return _tuple_reviver(arguments)
    if origin in (typing.Union, types.UnionType):
        return _union_reviver(arguments)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_reviver(_reviver(arguments[1]))
    return _as_it_is


def _as_it_is(raw: Any) -> Any:
    return raw


def _mapping_reviver(revive: Revive) -> Revive:
    return lambda raw: {key: revive(value) for key, value in raw.items()}


def _dataclass_reviver(shape: Any) -> Revive:
    hints = typing.get_type_hints(shape)
    revivers = {field.name: _reviver(hints[field.name]) for field in fields(shape)}
    compound = {name: each for name, each in revivers.items() if each is not _as_it_is}

    def revive(raw: Any) -> Any:
        return shape(
            **{
                key: compound[key](value) if key in compound else value
                for key, value in raw.items()
            }
        )

    return revive


def _tuple_reviver(arguments: tuple[Any, ...]) -> Revive:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _reviver(arguments[0])
        return tuple if each is _as_it_is else lambda raw: tuple(map(each, raw))
    revivers = tuple(map(_reviver, arguments))
    return lambda raw: tuple(one(value) for one, value in zip(revivers, raw, strict=True))


def _union_reviver(arguments: tuple[Any, ...]) -> Revive:
    """A union holds at most one shape that is not a scalar; the scalars pass as they are."""
    shaped = [each for each in map(_reviver, arguments) if each is not _as_it_is]
    if not shaped:
        return _as_it_is
    if len(shaped) > 1:
        raise TypeError(f"a document's union may hold one compound shape only: {arguments}")
    revive = shaped[0]
    return lambda raw: revive(raw) if isinstance(raw, (dict, list)) else raw
