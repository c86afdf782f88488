"""Containers by key: what was put in under one name does not come out under another."""

from __future__ import annotations

from dataclasses import replace

from backend_agent.verify.review.flow.carried import UNKNOWN, Carried, Key, mix

ENDS = frozenset(("append", "add", "push", "offer"))
KEYED = frozenset(("put", "set", "setAttribute", "setProperty"))
READS = frozenset(("get", "getProperty", "getAttribute"))
TAKES = frozenset(("pop", "remove", "shift", "popleft"))


def read_container(name: str, of: Carried, arguments: tuple[Carried, ...]) -> Carried | None:
    """What a method of a known container answers, None where it is no such method."""
    if of.parts is None or name not in READS:
        return None
    key = _key(arguments)
    return of.parts.get(key, UNKNOWN) if key is not None else None


def change_container(name: str, base: Carried, arguments: tuple[Carried, ...]) -> Carried:
    """The container after the call; its parts are forgotten where it cannot be told."""
    if base.constants == frozenset(("",)) or (base.parts is None and base.text):
        mixed = mix((base, *arguments))
        return replace(mixed, text=True)
    parts = dict(base.parts) if base.parts is not None else {}
    known = base.parts is not None or not base.flows
    if known and name in ENDS and len(arguments) == 1:
        parts[_next(parts)] = arguments[0]
        return replace(base, parts=parts)
    if known and name in KEYED and len(arguments) >= 2:
        key = _key(arguments[:-1])
        if key is not None:
            parts[key] = arguments[-1]
            return replace(base, parts=parts)
    mixed = mix((base, *arguments))
    return replace(mixed, text=any(each.text for each in (base, *arguments)))


def take_from(name: str, base: Carried, arguments: tuple[Carried, ...]) -> Carried | None:
    """The container after an element was taken out, None where nothing is known."""
    if base.parts is None or name not in TAKES:
        return None
    parts = dict(base.parts)
    at = _key(arguments) if arguments else (0 if name in ("shift", "popleft") else _next(parts) - 1)
    if at is None:
        return replace(mix((base,)), parts=None)
    parts.pop(at, None)
    if isinstance(at, int) and all(isinstance(key, int) for key in parts):
        parts = dict(enumerate(parts[key] for key in sorted(parts, key=int)))
    return replace(base, parts=parts)


def _next(parts: dict[Key, Carried]) -> int:
    return 1 + max((key for key in parts if isinstance(key, int)), default=-1)


def _key(arguments: tuple[Carried, ...]) -> Key | None:
    """One key of all arguments that name the place: a section and an option are one."""
    words: list[Key] = []
    for each in arguments:
        if each.constants is None or len(each.constants) != 1:
            return None
        (value,) = each.constants
        words.append(value if isinstance(value, str | int) else str(value))
    if len(words) == 1:
        return words[0]
    return "\0".join(map(str, words)) if words else None
