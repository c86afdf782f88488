"""The closed table of what may be written into a run: our frozen values and our errors, by fixed name."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from types import ModuleType

from backend_agent.values import (
    agent,
    application,
    changes,
    conversation,
    delivery,
    event,
    evidence,
    plan,
    process,
    run,
    stack,
    task,
    verification,
)
from backend_agent.values.errors import (
    BackendAgentError,
    BudgetExceeded,
    DataError,
    InputError,
    LLMError,
    Refused,
    ToolFailed,
    ToolMissing,
)

_MODULES: tuple[tuple[str, ModuleType], ...] = (
    ("agent", agent),
    ("application", application),
    ("changes", changes),
    ("conversation", conversation),
    ("delivery", delivery),
    ("event", event),
    ("evidence", evidence),
    ("plan", plan),
    ("process", process),
    ("run", run),
    ("stack", stack),
    ("task", task),
    ("verification", verification),
)

_ERRORS: tuple[type[BackendAgentError], ...] = (
    BackendAgentError,
    InputError,
    DataError,
    Refused,
    ToolMissing,
    ToolFailed,
    LLMError,
    BudgetExceeded,
)


def list_value_types() -> tuple[tuple[str, type], ...]:
    """`("changes.FileChange", FileChange)`, …: every value that flows between phases, by fixed name.

    The names are written into runs. Renaming a class, taking a field away or adding one without a
    default makes older runs unreadable: raise `SCHEMA` in the same change (a test compares)."""
    return tuple(
        (f"{room}.{name}", found)
        for room, module in _MODULES
        for name, found in sorted(vars(module).items())
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module.__name__
    )


def list_error_types() -> tuple[tuple[str, type[BackendAgentError]], ...]:
    """Every class of the error tree by its slug; an error of another kind is written as `internal`."""
    return tuple((error.slug, error) for error in _ERRORS)


def describe_value_types() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """For each value its fields without and with a default: the written form of this schema number."""
    described = {}
    for name, found in list_value_types():
        needed: list[str] = []
        optional: list[str] = []
        for field in fields(found):
            has_default = field.default is not MISSING or field.default_factory is not MISSING
            (optional if has_default else needed).append(field.name)
        described[name] = (tuple(needed), tuple(optional))
    return described
