"""A table put at the end of TOML settings as text, and taken out of them again."""

from __future__ import annotations

import tomllib

from backend_agent.hosts.json_edit import Insert
from backend_agent.values.errors import InputError


def parse_toml(text: str, name: str) -> dict[str, object]:
    """The document. Raises InputError with `name` and the line."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        where = str(error).rpartition("(at line ")[2].partition(",")[0]
        place = f"{name}:{where}" if where.isdecimal() else name
        raise InputError(
            f"{place}: not TOML: {error}", hint="repair that file; nothing was written"
        ) from None


def find_table(text: str, name: str, at: tuple[str, ...]) -> object | None:
    """The table as it stands, or None."""
    found: object = parse_toml(text, name)
    for key in at:
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    return found


def insert_table(text: str, name: str, at: tuple[str, ...], lines: str) -> Insert:
    """One insert at the end that adds the table. Raises InputError where TOML does not let a table be
    added there (the table above it is written in one line)."""
    parse_toml(text, name)
    newline = "\r\n" if "\r\n" in text else "\n"
    head = newline * (0 if not text else 1 if text.endswith("\n") else 2)
    shown = f"[{'.'.join(at)}]\n{lines.strip()}\n".replace("\n", newline)
    insert = Insert(offset=len(text), text=f"{head}{shown}")
    try:
        parse_toml(text + insert.text, name)
    except InputError:
        raise InputError(
            f"{name}: no table [{'.'.join(at)}] can be added to it",
            hint=f"write {at[0]} as tables of its own, or add it by hand:\n{shown}",
        ) from None
    return insert


def remove_table(text: str, name: str, at: tuple[str, ...]) -> str:
    """The text without the table; as it was where there is none. Comments and order stay."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if find_table(text, name, at) is None:
        return text
    try:
        document = tomlkit.parse(text)
        holder = document
        for key in at[:-1]:
            holder = holder[key]
        holder.remove(at[-1])
        return tomlkit.dumps(document)
    except TOMLKitError as error:
        raise InputError(f"{name}: [{'.'.join(at)}] cannot be taken out: {error}") from None
