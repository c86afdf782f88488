"""Reads `.env` files as the common libraries do, without running anything."""

from __future__ import annotations

import re
from collections.abc import Mapping

LINE = re.compile(r"^\s*(?:export\s+)?(?P<name>[A-Za-z_][\w.]*)\s*=\s*(?P<value>.*)$")
REFERENCE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?[-?](?P<default>[^}]*))?\}|(?P<bare>\w+))")


def read_dotenv(text: str) -> tuple[tuple[str, str], ...]:
    """Names and values in order; quotes removed, comments left out, `${NAME}` resolved from above."""
    seen: dict[str, str] = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            seen[match["name"]] = _read_value(match["value"].strip(), seen)
    return tuple(seen.items())


def resolve_references(value: str, known: Mapping[str, str]) -> str | None:
    """`value` with `${NAME}` and `${NAME:-default}` replaced; None where one stays unknown."""
    unknown = False

    def replace(match: re.Match[str]) -> str:
        nonlocal unknown
        name = match["braced"] or match["bare"]
        if name in known:
            return known[name]
        if match["default"] is not None and "-" in match[0]:
            return match["default"]
        unknown = True
        return ""

    resolved = REFERENCE.sub(replace, value)
    return None if unknown else resolved


def _read_value(raw: str, known: Mapping[str, str]) -> str:
    if raw[:1] == "'" and "'" in raw[1:]:
        return raw[1 : raw.index("'", 1)]
    if raw[:1] == '"' and '"' in raw[1:]:
        raw = raw[1 : raw.index('"', 1)].replace("\\n", "\n")
    else:
        raw = re.split(r"\s+#", raw, maxsplit=1)[0].strip()
        raw = "" if raw.startswith("#") else raw
    if "$" not in raw:
        return raw
    resolved = resolve_references(raw, known)
    return raw if resolved is None else resolved
