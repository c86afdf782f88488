"""The control's settings, checked once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    port: int
    database_url: str
    secret_key: str
    origins: tuple[str, ...]
    admin_email: str
    admin_password: str
    otlp: str


def read_settings(environment: Mapping[str, str]) -> Settings:
    faults = []
    port = environment.get("PORT", "8000")
    if not port.isdigit():
        faults.append("PORT: must be a number")
    url = environment.get("DATABASE_URL", "")
    if not url.startswith("toy://"):
        faults.append("DATABASE_URL: must start with toy://")
    secret = environment.get("SECRET_KEY", "")
    if len(secret) < 32 or "change" in secret.lower():
        faults.append("SECRET_KEY: must have at least 32 characters of its own")
    if faults:
        raise SystemExit("The configuration is not valid:\n  " + "\n  ".join(faults))
    return Settings(
        port=int(port), database_url=url, secret_key=secret,
        origins=tuple(each for each in environment.get("CORS_ORIGINS", "").split(",") if each),
        admin_email=environment.get("ADMIN_EMAIL", ""), admin_password=environment.get("ADMIN_PASSWORD", ""),
        otlp=environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
    )  # fmt: skip
