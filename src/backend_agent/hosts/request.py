"""What is to be installed for whom: a host's data with its places found and its texts filled in."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from backend_agent.values.errors import DataError, InputError
from backend_agent.values.host import HostFormat, HostPlace

Scope = Literal["project", "user"]
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n+(.*)\Z", re.DOTALL)
PLACEHOLDER = re.compile(r"\{(definition|body_text|name|description|body)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRequest:
    """`root` is the repository, `home` the user's home, both absolute; `receipts` is the folder of what
    was installed. `command` is how the program is called, `definition` the agent's Markdown."""

    host: HostFormat
    scope: Scope
    root: Path
    home: Path
    receipts: Path
    definition: str
    command: str = "backend-agent"
    variables: Mapping[str, str] = field(default_factory=dict)
    macos: bool = False


def group_places(request: HostRequest) -> tuple[tuple[Path, tuple[HostPlace, ...]], ...]:
    """The host's files, each with its entries, in the order of the data."""
    found: dict[Path, list[HostPlace]] = {}
    for place in request.host.places:
        path = find_path(request, place)
        if path is not None:
            found.setdefault(path, []).append(place)
    return tuple((path, tuple(places)) for path, places in found.items())


def find_path(request: HostRequest, place: HostPlace) -> Path | None:
    """The file of an entry, links followed; None where the host has no such file in this scope."""
    if request.scope == "project":
        paths = tuple(request.root / name for name in place.project)
    else:
        names = place.user_macos if request.macos and place.user_macos else place.user
        paths = tuple(_expand(request, name) for name in names)
    if not paths:
        return None
    return next((path for path in paths if path.exists()), paths[0]).resolve()


def _expand(request: HostRequest, name: str) -> Path:
    host = request.host
    chosen = request.variables.get(host.home_variable, "") if host.home_variable else ""
    if chosen and name.startswith(f"{host.home}/"):
        return Path(chosen).expanduser() / name.removeprefix(f"{host.home}/")
    return request.home / name.removeprefix("~/")


def fill_json(request: HostRequest, template: str) -> object:
    """The entry as a value. Raises DataError where the data's template is no JSON."""
    try:
        return _fill(json.loads(template), request.command)
    except ValueError as error:
        raise DataError(
            f"{request.host.title}: the entry {template!r} is not JSON: {error}"
        ) from None


def _fill(value: object, command: str) -> object:
    if isinstance(value, str):
        # Alone it is a program's name, inside of a line it is read by a shell.
        return command if value == "{command}" else value.replace("{command}", shlex.quote(command))
    if isinstance(value, list):
        return [_fill(each, command) for each in value]
    if isinstance(value, dict):
        return {key: _fill(each, command) for key, each in value.items()}
    return value


def fill_table(request: HostRequest, template: str) -> str:
    """The lines of a TOML table."""
    return template.replace('"{command}"', _quote(request.command))


def fill_text(request: HostRequest, template: str) -> str:
    """The whole file of an agent's definition. Raises InputError where the definition has no front matter."""
    from yaml import YAMLError, safe_load

    found = FRONT_MATTER.match(request.definition)
    try:
        head = safe_load(found[1]) if found else None
    except YAMLError as error:
        raise InputError(f"the agent's definition: not YAML: {error}") from None
    if found is None or not isinstance(head, dict):
        raise InputError("the agent's definition: it does not begin with front matter")
    words = {
        "definition": request.definition.strip(),
        "body_text": found[2].strip(),
        "name": _quote(str(head.get("name", "backend-agent"))),
        "description": _quote(str(head.get("description", ""))),
        "body": _quote(found[2].strip() + "\n"),
    }
    return PLACEHOLDER.sub(lambda word: words[word[1]], template.strip()) + "\n"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
