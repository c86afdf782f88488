"""Who may do what."""

from uuid import UUID

from acme_service.errors import Forbidden
from acme_service.models import Role, User


def may_access(actor: User, owner_id: UUID) -> bool:
    return actor.id == owner_id or actor.role == Role.ADMIN


def require_admin(actor: User) -> None:
    if actor.role != Role.ADMIN:
        raise Forbidden
