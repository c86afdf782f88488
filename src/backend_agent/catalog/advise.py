"""What is known of one technology, found by any of its names."""

from __future__ import annotations

from backend_agent.catalog.catalog import Catalog
from backend_agent.values.advice import TechnologyAdvice
from backend_agent.values.errors import InputError


def advise_technology(catalog: Catalog, name: str) -> TechnologyAdvice:
    """What is known of the technology with that id, title or package. Raises InputError."""
    wanted = name.strip().lower()
    found = [
        each
        for each in catalog.technologies
        if wanted in (each.id, each.title.lower(), *(package.lower() for package in each.packages))
    ]
    if not found:
        near = sorted(each.id for each in catalog.technologies if wanted and wanted[:3] in each.id)
        hint = (
            f"near are {', '.join(near[:8])}" if near else "docs/reference/technologies lists all"
        )
        raise InputError(f"{name}: no such technology is known", hint=hint)
    technology = found[0]
    status, version = technology.status, technology.version
    return TechnologyAdvice(
        id=technology.id,
        title=technology.title,
        kind=technology.kind,
        status=status.state,
        language=technology.language,
        replaced_by=status.replaced_by,
        source=status.source,
        verified=version.verified if version else "",
        verified_on=version.verified_on if version else "",
        older=tuple(
            f"below {each.below}: {each.status.state}, use {' or '.join(each.status.replaced_by)}"
            for each in technology.older
        ),
        packages=technology.packages,
        notes=catalog.notes(technology.id),
    )
