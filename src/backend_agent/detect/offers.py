"""What a project could use and does not: drivers and connection strings that it only offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from backend_agent.values.evidence import Evidence
from backend_agent.values.technology import Technology

# So many that only drivers speak for are what a program can talk to, not what it keeps its data in.
MENU_OF_DRIVERS = 4
# So many that only one file spells out are its choices.
MENU_OF_TEXTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`strong` counts the signals that suffice alone, `confirmed` those that only confirm; `ways` are
    the types of the strong ones; `development`: only what development needs shows it."""

    technology: Technology
    strong: tuple[Evidence, ...]
    confirmed: tuple[Evidence, ...]
    version: str = ""
    ways: frozenset[str] = frozenset()
    development: bool = False


def drop_offered(kept: Mapping[str, Seen]) -> dict[str, Seen]:
    """Without databases that are only offered, where another one is really used: shown in two ways,
    not only to developers."""
    databases = {name: each for name, each in kept.items() if each.technology.kind == "database"}
    if not any(len(each.ways) > 1 and not each.development for each in databases.values()):
        return dict(kept)
    weak = {name: each for name, each in databases.items() if len(each.ways) == 1}
    drivers = {name for name, each in weak.items() if each.ways == {"dependency"}}
    dropped = drivers if len(drivers) >= MENU_OF_DRIVERS else set()
    dropped |= {name for name in drivers if weak[name].development}
    by_file: dict[str, set[str]] = defaultdict(set)
    for name, each in weak.items():
        files = {evidence.path for evidence in each.strong}
        if each.ways == {"content"} and len(files) == 1:
            by_file[files.pop()].add(name)
    for names in by_file.values():
        dropped |= names if len(names) >= MENU_OF_TEXTS else set()
    return {name: each for name, each in kept.items() if name not in dropped}
