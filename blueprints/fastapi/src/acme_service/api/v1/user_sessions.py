"""Sessions over HTTP: log in, refresh, log out."""

from fastapi import APIRouter, Depends, status

from acme_service.api.dependencies import (
    ContainerDep,
    IdentityDep,
    UserSessionServiceDep,
    limit_attempts,
)
from acme_service.schemas.user_session import Credentials, Refresh, Tokens

router = APIRouter(prefix="/sessions", tags=["sessions"])


async def limit_attempts_per_account(credentials: Credentials, container: ContainerDep) -> None:
    """Slow down guessing one account's password from many addresses."""
    await container.rate_limiter.count(f"login as {credentials.email}")


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(limit_attempts), Depends(limit_attempts_per_account)],
)
async def log_in(credentials: Credentials, service: UserSessionServiceDep) -> Tokens:
    return await service.log_in(credentials)


@router.post("/refresh", dependencies=[Depends(limit_attempts)])
async def refresh_session(data: Refresh, service: UserSessionServiceDep) -> Tokens:
    return await service.refresh(data.refresh_token.get_secret_value())


@router.delete("/current", status_code=status.HTTP_204_NO_CONTENT)
async def log_out(identity: IdentityDep, service: UserSessionServiceDep) -> None:
    await service.log_out(identity)
