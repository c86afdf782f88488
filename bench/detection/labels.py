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
    "typeorm-migrations": "typeorm",
    "sequelize-migrations": "sequelize",
    "knex-migrations": "knex",
    "mikro-orm-migrations": "mikro-orm",
    "diesel-migrations": "diesel",
    "sqlx-migrations": "sqlx",
    "laravel-migrations": "laravel",
    "rails-migrations": "rails",
    "ecto-migrations": "ecto",
    "doctrine-migrations": "doctrine",
    "slonik-migrator": "@slonik/migrator",
    "sqlx-go": "sqlx",
    "bun-orm": "bun",
    "gorilla-mux": "gorilla/mux",
    "net-http": "net/http",
    "erb-lint": "erb_lint",
    "nestjs-jwt": "@nestjs/jwt",
    "elysia-jwt": "@elysiajs/jwt",
    "fastify-session": "@fastify/session",
    "fastify-jwt": "@fastify/jwt",
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
    """Technologies and runtimes of every component, the likeliest backend's runtime first;
    architecture of the repository, commands of the likeliest backend."""
    found: dict[str, set[str]] = {field: set() for field in ("languages", *FIELDS.values())}
    docker = False
    for component in stack.components:
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
        "runtimes": _first_runtimes(stack),
        "commands": _choose_commands(first),
    }


def _first_runtimes(stack: Stack) -> dict[str, str]:
    found: dict[str, str] = {}
    for component in stack.components:
        for each in component.runtimes:
            found.setdefault(each.name, each.version)
    return found


def _choose_commands(component: Component) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for command in component.commands:
        name = COMMANDS.get(command.kind)
        if name and name not in chosen:
            chosen[name] = " ".join(command.argv)
    return chosen
