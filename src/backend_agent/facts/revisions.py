"""Whether a repository keeps the revisions of its database at all."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.facts_format import FactsFormat
from backend_agent.values.stack import Component


def keeps_revisions(component: Component, application: Application, catalog: Catalog) -> bool:
    """Without a single revision there is nothing that a model could drift from, and the first one
    would carry every table. Where nothing is known of how the tool's revisions look, there may be
    some: True."""
    used = {each.id for each in component.technologies if each.kind == "migration"}
    known = any(
        each.technology in used and each.value.migrations for each in catalog.documents(FactsFormat)
    )
    return bool(application.migrations) or not known
