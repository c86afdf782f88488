"""Users as clients see them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, EmailStr, Field, SecretStr

from acme_service.models import Role
from acme_service.schemas.base import OMITTED, RequestModel, ResponseModel

Email = Annotated[EmailStr, AfterValidator(str.lower)]
Password = Annotated[SecretStr, Field(min_length=12, max_length=256)]


class UserCreate(RequestModel):
    # A space at either end of a password is part of it.
    model_config = ConfigDict(str_strip_whitespace=False)

    email: Email
    password: Password


class UserUpdate(RequestModel):
    role: Role = Field(default=OMITTED)
    active: bool = Field(default=OMITTED)


class UserRead(ResponseModel):
    id: UUID
    email: str
    role: Role
    active: bool
    created_at: datetime
    updated_at: datetime


class RegistrationReceived(ResponseModel):
    """The same for new and for known addresses, so that it does not tell which is which."""

    detail: str = "If the address was not registered yet, it is now. Log in to continue."
