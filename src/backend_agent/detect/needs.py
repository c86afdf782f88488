"""What a component's commands need: services, settings from the environment, programs on this machine."""

from __future__ import annotations

import re
from collections.abc import Callable

from backend_agent.detect.listing import Listing
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import Command, FoundTechnology, Need

SERVING = ("database", "cache", "queue", "storage")
VARIABLE = re.compile(r"(?m)^[ \t]*(?:export[ \t]+)?(?P<name>[A-Z][A-Z0-9_]+)[ \t]*=")
MOST_VARIABLES = 80


def find_needs(
    technologies: tuple[FoundTechnology, ...],
    commands: tuple[Command, ...],
    listings: tuple[Listing, ...],
    layout: LayoutFormat,
    texts: Texts,
    has_program: Callable[[str], bool],
) -> tuple[Need, ...]:
    """Services by technology, variables by their names in example files (values are never read out),
    the programs that the best command of each kind starts with and whether they are here."""
    services = tuple(
        Need(kind="service", name=each.id, evidence=each.evidence[0] if each.evidence else None)
        for each in technologies
        if each.kind in SERVING and each.id not in layout.embedded
    )
    best: dict[str, Command] = {}
    for command in commands:
        best.setdefault(command.kind, command)
    programs: dict[str, Command] = {}
    for command in best.values():
        if not re.search(r"[/\\.$]", command.argv[0]):
            programs.setdefault(command.argv[0], command)
    tools = tuple(
        Need(kind="tool", name=name, evidence=programs[name].evidence, present=has_program(name))
        for name in sorted(programs)
    )
    return (*services, *_find_variables(listings, layout, texts), *tools)


def _find_variables(
    listings: tuple[Listing, ...], layout: LayoutFormat, texts: Texts
) -> tuple[Need, ...]:
    found: dict[str, Need] = {}
    for listing in listings:
        for path in map(listing.full, listing.find(layout.environment_examples, 4)):
            text = texts.get(path)
            for match in VARIABLE.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                evidence = Evidence(path=path, line=line)
                name = match["name"]
                found.setdefault(name, Need(kind="variable", name=name, evidence=evidence))
    return tuple(found[name] for name in list(found)[:MOST_VARIABLES])
