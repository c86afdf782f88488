"""The user's own MCP servers from a file in the form that other programs have: `mcpServers`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backend_agent.values.agent import Server
from backend_agent.values.errors import InputError
from backend_agent.world.files import read_file


def read_servers(path: Path) -> tuple[Server, ...]:
    """`{"mcpServers": {"name": {"command": …, "args": […], "env": {…}} | {"url": …}}}`. Raises InputError."""
    try:
        plain = json.loads(read_file(path))
    except ValueError as error:
        raise InputError(f"{path}: not JSON: {error}", hint="mend the file") from None
    listed = plain.get("mcpServers") if isinstance(plain, dict) else None
    if not isinstance(listed, dict):
        raise InputError(f"{path}: `mcpServers` is missing", hint='{"mcpServers": {…}}')
    return tuple(_read(name, each, path) for name, each in listed.items())


def _read(name: str, plain: Any, path: Path) -> Server:
    if not isinstance(plain, dict) or not (plain.get("command") or plain.get("url")):
        raise InputError(
            f"{path}: {name} has neither a command nor a url", hint="give one of the two"
        )
    environment = plain.get("env") or {}
    return Server(
        name=name,
        command=str(plain.get("command") or ""),
        args=tuple(map(str, plain.get("args") or ())),
        environment=tuple((str(key), str(value)) for key, value in environment.items()),
        url=str(plain.get("url") or ""),
    )
