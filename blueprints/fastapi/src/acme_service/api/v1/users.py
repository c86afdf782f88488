"""Users over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from acme_service.api.dependencies import (
    ContainerDep,
    CurrentUserDep,
    PageRequestDep,
    SessionDep,
    limit_attempts,
)
from acme_service.repositories.user import UserRepository
from acme_service.repositories.user_session import UserSessionRepository
from acme_service.schemas.base import Page
from acme_service.schemas.user import RegistrationReceived, UserCreate, UserRead, UserUpdate
from acme_service.services.user import UserService

router = APIRouter(prefix="/users", tags=["users"])


def get_user_service(container: ContainerDep, session: SessionDep) -> UserService:
    return UserService(
        session=session,
        users=UserRepository(session),
        user_sessions=UserSessionRepository(session),
        passwords=container.passwords,
        clock=container.clock,
        new_id=container.new_id,
    )


UserServiceDep = Annotated[UserService, Depends(get_user_service)]


@router.post("", status_code=status.HTTP_202_ACCEPTED, dependencies=[Depends(limit_attempts)])
async def register_user(data: UserCreate, service: UserServiceDep) -> RegistrationReceived:
    await service.register(data)
    return RegistrationReceived()


@router.get("")
async def list_users(
    page: PageRequestDep, user: CurrentUserDep, service: UserServiceDep
) -> Page[UserRead]:
    return Page[UserRead].model_validate(await service.list_all(user, page))


@router.get("/me")
async def get_me(user: CurrentUserDep) -> UserRead:
    return UserRead.model_validate(user)


@router.patch("/{user_id}")
async def update_user(
    user_id: UUID, data: UserUpdate, user: CurrentUserDep, service: UserServiceDep
) -> UserRead:
    return UserRead.model_validate(await service.update(user, user_id, data))
