"""Logging in and staying logged in."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, SecretStr

from acme_service.schemas.base import RequestModel, ResponseModel
from acme_service.schemas.user import Email


class Credentials(RequestModel):
    # A space at either end of a password is part of it.
    model_config = ConfigDict(str_strip_whitespace=False)

    email: Email
    password: Annotated[SecretStr, Field(max_length=256)]


class Refresh(RequestModel):
    refresh_token: Annotated[SecretStr, Field(max_length=256)]


class Tokens(ResponseModel):
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_in: int = Field(description="Seconds until the access token expires.")
