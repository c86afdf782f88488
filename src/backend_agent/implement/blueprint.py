"""Makes a new service: the blueprint's files with its two names replaced, nothing else."""

from __future__ import annotations

import re

from backend_agent.values.blueprint import Blueprint, BlueprintFile
from backend_agent.values.changes import ChangeSet, FileChange, Note
from backend_agent.values.errors import InputError

# A project's name becomes a distribution name (PEP 508) and, with underscores, a package name.
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def copy_blueprint(blueprint: Blueprint, name: str) -> ChangeSet:
    """Every file of the blueprint as a created file of a service called `name` (kebab-case).

    InputError when the name cannot be a project's name.
    """
    if not NAME.fullmatch(name):
        raise InputError(
            f"{name!r} cannot be the name of a service",
            hint="use small letters, digits and single hyphens, beginning with a letter: my-shop",
        )
    return ChangeSet(
        changes=tuple(_rename_file(file, blueprint, name) for file in blueprint.files),
        notes=(
            Note(
                kind="decision",
                text=f"{blueprint.title}: {len(blueprint.files)} files; from now on they are yours",
            ),
        ),
    )


def _rename_file(file: BlueprintFile, blueprint: Blueprint, name: str) -> FileChange:
    package = name.replace("-", "_")
    path = file.path.replace(blueprint.package, package).replace(blueprint.project, name)
    content = file.content.replace(blueprint.package.encode(), package.encode())
    return FileChange(
        path=path,
        before=None,
        after=content.replace(blueprint.project.encode(), name.encode()),
        mode=file.mode,
        purpose="part of the new service",
        maker="blueprint",
    )
