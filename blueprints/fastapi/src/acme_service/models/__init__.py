"""The tables. Alembic sees a model when it is imported here."""

from acme_service.models.base import Base
from acme_service.models.product import Product
from acme_service.models.user import Role, User
from acme_service.models.user_session import UserSession

__all__ = [
    "Base",
    "Product",
    "Role",
    "User",
    "UserSession",
]
