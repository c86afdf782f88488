"""A stack in the words of the labels: one repository, one flat row."""

from __future__ import annotations

from backend_agent.values.stack import Component, Stack

# The label's field of each kind of technology.
FIELDS = {
    "package-manager": "package_managers",
    "framework": "frameworks",
    "orm": "orm",
    "migration": "migration_tool",
    "database": "databases",
    "test": "test_frameworks",
    "linter": "linters",
    "formatter": "linters",
    "types": "type_checkers",
    "ci": "ci",
    "auth": "auth",
    "cache": "cache",
    "queue": "queue",
}
# What the labels call by another name.
SYNONYMS = {
    "ruff-format": "ruff",
    "biome-format": "biome",
    "django-migrations": "django",
    "prisma-migrate": "prisma",
}
COMMANDS = {
    "test": "test",
    "lint": "lint",
    "build": "build",
    "format": "format",
    "migrate": "migrate",
    "types": "typecheck",
    "start": "start",
}


def predict_labels(stack: Stack) -> dict[str, object]:
    """Technologies of every component that shows a backend; runtimes, architecture and commands of
    the likeliest one."""
    backends = [each for each in stack.components if each.commands] or list(stack.components)
    found: dict[str, set[str]] = {field: set() for field in ("languages", *FIELDS.values())}
    docker = False
    for component in backends:
        found["languages"].add(component.language)
        for technology in component.technologies:
            docker = docker or technology.kind == "container"
            field = FIELDS.get(technology.kind)
            if field:
                found[field].add(SYNONYMS.get(technology.id, technology.id))
    first = stack.components[0]
    known = stack.architecture.name != "unknown"
    return {
        **{field: sorted(values) for field, values in found.items()},
        "docker": docker,
        "architecture": stack.architecture.name if known else None,
        "runtimes": {each.runtime: each.runtime_version for each in backends if each.runtime},
        "commands": _choose_commands(first),
    }


def _choose_commands(component: Component) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for command in component.commands:
        name = COMMANDS.get(command.kind)
        if name and name not in chosen:
            chosen[name] = " ".join(command.argv)
    return chosen
