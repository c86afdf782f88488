"""Everything the service reads from its environment, checked once at start."""

import base64
import binascii
from datetime import timedelta
from typing import Annotated, Literal, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ASYNC_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}

Kind = TypeVar("Kind", bound="DatabaseSettings")
CommaSeparated = Annotated[tuple[str, ...], NoDecode]


class DatabaseSettings(BaseSettings):
    """The part that migrations need as well."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = Field(
        default="sqlite:///acme_service.db", validate_default=True, repr=False
    )

    @field_validator("database_url")
    @classmethod
    def _choose_the_async_driver(cls, value: str) -> str:
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError("is not a database URL") from None
        if url.drivername not in ASYNC_DRIVERS:
            raise ValueError("must start with sqlite:// or postgresql://")
        url = url.set(drivername=ASYNC_DRIVERS[url.drivername])
        return url.render_as_string(hide_password=False)


class Settings(DatabaseSettings):
    # Production is the default, so that a forgotten variable never weakens a deployment.
    environment: Literal["local", "production"] = "production"

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    cors_origins: CommaSeparated = ()
    trusted_proxies: CommaSeparated = ()
    max_body_bytes: int = Field(default=1_048_576, ge=1024)
    shutdown_grace_seconds: int = Field(default=20, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    jwt_private_key: SecretStr | None = Field(default=None, validate_default=True)
    jwt_issuer: str = "acme-service"
    jwt_audience: str = "acme-service"
    access_token_minutes: int = Field(default=15, ge=15, le=30)
    refresh_token_days: int = Field(default=14, ge=7, le=14)
    session_days: int = Field(default=30, ge=30, le=90)

    argon2_memory_kib: int = Field(default=65_536, ge=19_456)
    argon2_time_cost: int = Field(default=3, ge=2)
    argon2_parallelism: int = Field(default=1, ge=1)

    auth_attempts: int = Field(default=10, ge=1)
    auth_window_seconds: int = Field(default=60, ge=1)

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("cors_origins", "trusted_proxies")
    @classmethod
    def _refuse_the_wildcard(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in value:
            raise ValueError("must be a list of exact values; * is not accepted")
        return value

    # A validator of the field and not of the whole, because pydantic runs the latter only
    # when every field is valid, and all mistakes shall be reported at once.
    @field_validator("jwt_private_key")
    @classmethod
    def _require_an_ed25519_key(
        cls, value: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        if value is not None:
            read_private_key(value)
        elif info.data.get("environment") == "production":
            raise ValueError("is required in production (make key prints a new one)")
        return value

    @property
    def signing_key(self) -> Ed25519PrivateKey | None:
        return None if self.jwt_private_key is None else read_private_key(self.jwt_private_key)

    @property
    def access_token_lifetime(self) -> timedelta:
        return timedelta(minutes=self.access_token_minutes)

    @property
    def refresh_token_lifetime(self) -> timedelta:
        return timedelta(days=self.refresh_token_days)

    @property
    def session_lifetime(self) -> timedelta:
        return timedelta(days=self.session_days)


def read_private_key(secret: SecretStr) -> Ed25519PrivateKey:
    """Read an Ed25519 key from PEM, or from base64 of PEM, which fits on one line."""
    text = secret.get_secret_value().strip()
    try:
        pem = text.encode() if text.startswith("-----") else base64.b64decode(text, validate=True)
        key = load_pem_private_key(pem, password=None)
    except (binascii.Error, ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("is neither PEM nor base64 of PEM") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("is not an Ed25519 private key")  # noqa: TRY004
    return key


def load_settings(kind: type[Kind]) -> Kind:
    """Read the settings, or stop the process with every mistake listed, without its value."""
    try:
        return kind()
    except ValidationError as error:
        raise SystemExit(_describe(error)) from None


def _describe(error: ValidationError) -> str:
    lines = ["The configuration is not valid:"]
    for mistake in error.errors(include_input=False, include_url=False):
        name = str(mistake["loc"][0]).upper()
        lines.append(f"  {name}: {mistake['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
