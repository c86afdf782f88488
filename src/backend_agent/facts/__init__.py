"""The one application model read from code: routes, models, schemas, migrations, settings."""

from backend_agent.facts.application import read_application

__all__ = ["read_application"]
