"""Folders of plugins that a framework loads by itself: the path of a folder is the routes' prefix."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import Called, Frame, Group, Router, Value
from backend_agent.facts.places import find_at, fits
from backend_agent.values.routing_format import FolderForm

# Sets up a plugin, found as a module's default export, on a router below a prefix.
Plug = Callable[[Value, Router, str], Router]


def load_folder(
    follower: Follower,
    router: Router,
    form: FolderForm,
    called: Called,
    frame: Frame,
    plug: Plug,
) -> str:
    """Set up every plugin of the folder; why that cannot be done, or ""."""
    written = list(_texts(find_at(called, form.folder)))
    if not written:
        return "folder of plugins cannot be read"
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(frame.path), *written))
    given = find_at(called, form.prefix)
    prefix = given if isinstance(given, str) else ""
    paths = [path for path in follower.modules.sources if path.startswith(f"{folder}/")]
    if not paths:
        return f"no plugin in the folder {folder}"
    _load_level(follower, router, form, folder, prefix, paths, plug)
    return ""


def _load_level(
    follower: Follower,
    router: Router,
    form: FolderForm,
    folder: str,
    prefix: str,
    paths: list[str],
    plug: Plug,
) -> None:
    """One folder after the other; hooks of a folder guard those below it."""
    here = [path for path in paths if posixpath.dirname(path) == folder]
    hooks = [path for path in here if fits(form.hooks, posixpath.basename(path))]
    indexes = [path for path in here if fits(form.index, posixpath.basename(path))]
    for path in hooks:
        router = _plug(follower, router, path, "", plug)
    for path in indexes or here:
        if path not in hooks and not follower.modules.is_test(path):
            own = follower.frame(path).names.get("autoPrefix")
            _plug(follower, router, path, prefix + (own if isinstance(own, str) else ""), plug)
    for name in _folders_below(folder, paths):
        inner = posixpath.join(folder, name)
        segment = re.sub(form.parameter, r":\1", name)
        _load_level(follower, router, form, inner, f"{prefix}/{segment}", paths, plug)


def _plug(follower: Follower, router: Router, path: str, prefix: str, plug: Plug) -> Router:
    plugin = follower.resolve(follower.frame(path).names.get("default"))
    return plug(plugin, router, prefix)


def _folders_below(folder: str, paths: list[str]) -> list[str]:
    cut = len(folder) + 1
    names = {path[cut:].split("/")[0] for path in paths if path.startswith(f"{folder}/")}
    return sorted(name for name in names if any(p.startswith(f"{folder}/{name}/") for p in paths))


def _texts(value: Value | None) -> Iterator[str]:
    """The texts that are put together to a path, whatever they are relative to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Called):
        for argument in value.arguments:
            yield from _texts(argument)
    elif isinstance(value, Group):
        for item in value.items:
            yield from _texts(item)
