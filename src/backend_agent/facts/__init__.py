"""The one application model read from code: routes, models, schemas, migrations, settings."""

from backend_agent.facts.application import read_application, read_routes
from backend_agent.facts.revisions import keeps_revisions

__all__ = ["keeps_revisions", "read_application", "read_routes"]
