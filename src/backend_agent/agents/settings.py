"""Settings of the loop from files: a repository's may only narrow what is allowed, a person's may widen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend_agent.values.agent import Hook
from backend_agent.values.errors import InputError
from backend_agent.world.files import read_file

FILE = "backend-agent.toml"
MANIFEST, TABLE = "pyproject.toml", "backend-agent"
NARROWING = {
    "llm": str, "agent": str, "deny": list, "hooks": list, "max_cost": float, "max_tokens": int,
    "max_minutes": float, "max_tool_calls": int,
}  # fmt: skip
WIDENING = {"llm_url": str, "mode": str, "allow": list, "mcp_config": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a file says; None or () where it says nothing. `mcp_config` is a path as written."""

    llm: str = ""
    llm_url: str = ""
    agent: str = ""
    mode: str = ""
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    hooks: tuple[Hook, ...] = ()
    max_cost: float | None = None
    max_tokens: int | None = None
    max_minutes: float | None = None
    max_tool_calls: int | None = None
    mcp_config: str = ""


def read_repository_settings(root: Path) -> Settings:
    """`backend-agent.toml`, else `[tool.backend-agent]`. Whoever writes a repository must not give
    themselves rights on somebody's machine: keys that widen are refused. Raises InputError."""
    place = root / FILE
    if place.is_file() and not place.is_symlink():
        return _read(_load(place), FILE, trusted=False)
    manifest = root / MANIFEST
    if manifest.is_file() and not manifest.is_symlink():
        try:
            table = _load(manifest).get("tool", {}).get(TABLE, {})
        except InputError:
            # A manifest that cannot be read is for those to tell whose manifest it is.
            return Settings()
        return _read(table, f"{MANIFEST}, [tool.{TABLE}]", trusted=False)
    return Settings()


def read_own_settings(path: Path) -> Settings:
    """The user's own file; every key is allowed. Raises InputError."""
    return _read(_load(path), str(path), trusted=True) if path.is_file() else Settings()


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_file(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: {error}", hint="mend the file, or remove it") from None


def _read(plain: Mapping[str, Any], where: str, *, trusted: bool) -> Settings:
    known = {**NARROWING, **WIDENING}
    for key, value in plain.items():
        if key not in known:
            raise InputError(f"{where}: {key} is not known", hint=f"known are: {', '.join(known)}")
        if key in WIDENING and not trusted:
            raise InputError(
                f"{where}: {key} cannot be set by a repository",
                hint="give it on the command line, or in your own settings",
            )
        wanted = known[key]
        fits = isinstance(value, wanted) or (wanted is float and isinstance(value, int))
        if not fits or isinstance(value, bool):
            raise InputError(f"{where}: {key} must be a {wanted.__name__}", hint="mend the file")
    hooks = tuple(_read_hook(each, where) for each in plain.get("hooks", ()))
    rest = {key: value for key, value in plain.items() if known[key] is not list}
    return Settings(
        allow=tuple(map(str, plain.get("allow", ()))),
        deny=tuple(map(str, plain.get("deny", ()))),
        hooks=hooks,
        **rest,
    )


def _read_hook(plain: Any, where: str) -> Hook:
    form = f'{where}: a hook is {{ when = "before" or "after", command = "…", tool = "…" }}'
    if not isinstance(plain, dict) or set(plain) - {"when", "command", "tool"}:
        raise InputError(form, hint="mend the file")
    if plain.get("when") not in ("before", "after") or not isinstance(plain.get("command"), str):
        raise InputError(form, hint="mend the file")
    return Hook(when=plain["when"], command=plain["command"], tool=str(plain.get("tool", "*")))
