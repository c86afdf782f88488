"""The one application model read from code: routes, models, schemas, migrations, settings."""
