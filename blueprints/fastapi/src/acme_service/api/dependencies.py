"""What the routes have injected."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException

from acme_service.container import Container
from acme_service.errors import MissingAccessToken
from acme_service.models import User
from acme_service.pagination import DEFAULT_LIMIT, MAX_LIMIT, Cursor, PageRequest
from acme_service.repositories.user import UserRepository
from acme_service.repositories.user_session import UserSessionRepository
from acme_service.services.user_session import Identity, UserSessionService

JSON_TYPES = {"application/json", "application/merge-patch+json"}

bearer = HTTPBearer(auto_error=False, description="The access token of a session.")


def get_container(request: Request) -> Container:
    container: Container = request.app.state.container
    return container


ContainerDep = Annotated[Container, Depends(get_container)]


async def get_session(container: ContainerDep) -> AsyncIterator[AsyncSession]:
    async with container.database.session() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


def get_user_session_service(container: ContainerDep, session: SessionDep) -> UserSessionService:
    return UserSessionService(
        session=session,
        users=UserRepository(session),
        user_sessions=UserSessionRepository(session),
        passwords=container.passwords,
        access_tokens=container.access_tokens,
        lifetimes=container.lifetimes,
        clock=container.clock,
        new_id=container.new_id,
    )


UserSessionServiceDep = Annotated[UserSessionService, Depends(get_user_session_service)]


async def get_identity(
    service: UserSessionServiceDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Identity:
    if credentials is None:
        raise MissingAccessToken
    return await service.identify(credentials.credentials)


IdentityDep = Annotated[Identity, Depends(get_identity)]


def get_current_user(identity: IdentityDep) -> User:
    return identity.user


CurrentUserDep = Annotated[User, Depends(get_current_user)]


def get_page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=256)] = None,
) -> PageRequest:
    return PageRequest(limit, None if cursor is None else Cursor.decode(cursor))


PageRequestDep = Annotated[PageRequest, Depends(get_page_request)]


def require_json_body(request: Request) -> None:
    has_body = (
        request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    )
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if has_body and media_type not in JSON_TYPES:
        raise HTTPException(415)


async def limit_attempts(request: Request, container: ContainerDep) -> None:
    """Limit each client address on each path that this guards."""
    address = request.client.host if request.client else "unknown"
    await container.rate_limiter.count(f"{request.url.path} from {address}")
