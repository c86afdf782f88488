from alembic import context

from app.models import SQLModel

context.configure(target_metadata=SQLModel.metadata)
