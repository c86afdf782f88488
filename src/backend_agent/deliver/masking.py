"""Secrets leave every text of a delivery before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from backend_agent.values.changes import FileChange

Mask = Callable[[str], str]
T = TypeVar("T")


def mask_texts(value: T, mask: Mask) -> T:
    """The same value with `mask` applied to every text in it, however deep.

    A `FileChange` stays as it is: its bytes are what is applied, and no report shows them.
    """
    return cast(T, _mask(value, mask))


def _mask(value: object, mask: Mask) -> object:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, tuple):
        return tuple(_mask(item, mask) for item in value)
    if isinstance(value, FileChange) or not is_dataclass(value) or isinstance(value, type):
        return value
    masked = {field.name: _mask(getattr(value, field.name), mask) for field in fields(value)}
    return replace(value, **masked)
