"""Chooses the component that is meant: by name, by where the user stands, else the likeliest."""

from __future__ import annotations

from backend_agent.values.errors import InputError
from backend_agent.values.stack import Component, Stack


def choose_component(stack: Stack, wanted: str, here: str) -> Component:
    """`wanted` is a path or a name ("" = none given); `here` the user's folder below the root.

    Raises InputError for a component that is not there.
    """
    wanted, here = wanted.strip("/"), here.strip("/")
    if wanted:
        for component in stack.components:
            if wanted in (component.path, component.name):
                return component
        known = ", ".join(each.path or "." for each in stack.components)
        raise InputError(f"no component {wanted!r}", hint=f"there is: {known}")
    inside = [each for each in stack.components if here and _is_below(here, each.path)]
    if inside:
        return max(inside, key=lambda each: len(each.path))
    below = [each for each in stack.components if _is_below(each.path, here)]
    return (below or list(stack.components))[0]


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
