"""Settings: strict, complete, and silent about values."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from dotenv import dotenv_values
from pydantic import ValidationError

from acme_service.main import create_app
from acme_service.settings import Settings, load_settings
from tests.conftest import LogLines
from tests.databases import ROOT


@pytest.fixture(autouse=True)
def folder_without_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_all_mistakes_are_reported_at_once_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user:hunter2@localhost/x")
    monkeypatch.setenv("ARGON2_MEMORY_KIB", "1024")
    monkeypatch.setenv("ACCESS_TOKEN_MINUTES", "11520")
    monkeypatch.setenv("PORT", "hunter2")

    with pytest.raises(SystemExit) as stopped:
        load_settings(Settings)

    lines = str(stopped.value).splitlines()
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "DATABASE_URL",
        "PORT",
        "JWT_PRIVATE_KEY",
        "ACCESS_TOKEN_MINUTES",
        "ARGON2_MEMORY_KIB",
    ]
    assert "hunter2" not in str(stopped.value)


def test_production_is_the_default_and_needs_a_key() -> None:
    with pytest.raises(SystemExit, match="JWT_PRIVATE_KEY: is required in production"):
        load_settings(Settings)


def test_local_service_makes_a_key_and_warns(
    monkeypatch: pytest.MonkeyPatch, log_lines: LogLines
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "local")

    create_app()

    warnings = [line["event"] for line in log_lines() if line["level"] == "warning"]
    assert warnings == ["signing_key_is_ephemeral"]


@pytest.mark.parametrize("form", ["pem", "base64"])
def test_key_is_pem_or_base64_of_pem(
    monkeypatch: pytest.MonkeyPatch, private_key: str, form: str
) -> None:
    text = private_key if form == "pem" else b64encode(private_key.encode()).decode()
    monkeypatch.setenv("JWT_PRIVATE_KEY", text)

    settings = load_settings(Settings)

    assert settings.signing_key is not None
    assert text not in repr(settings)


def test_other_kinds_of_keys_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    elliptic = generate_private_key(SECP256R1())
    pem = elliptic.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    for text in (pem, "secret", "-----BEGIN NOTHING-----"):
        monkeypatch.setenv("JWT_PRIVATE_KEY", text)
        with pytest.raises(SystemExit, match="JWT_PRIVATE_KEY: is n"):
            load_settings(Settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARGON2_MEMORY_KIB", "19455"),
        ("ARGON2_TIME_COST", "1"),
        ("ARGON2_PARALLELISM", "0"),
        ("ACCESS_TOKEN_MINUTES", "14"),
        ("ACCESS_TOKEN_MINUTES", "31"),
        ("REFRESH_TOKEN_DAYS", "6"),
        ("REFRESH_TOKEN_DAYS", "15"),
        ("SESSION_DAYS", "29"),
        ("SESSION_DAYS", "91"),
        ("CORS_ORIGINS", "*"),
        ("TRUSTED_PROXIES", "10.0.0.1, *"),
        ("ENVIRONMENT", "test"),
    ],
)
def test_unsafe_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("ENVIRONMENT", "local")
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert [error["loc"] for error in refused.value.errors()] == [(name.lower(),)]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite:///a.db"),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        (
            "postgresql://u:p@h/d?sslmode=verify-full",
            "postgresql+psycopg://u:p@h/d?sslmode=verify-full",
        ),
    ],
)
def test_database_url_gets_the_async_driver_and_keeps_the_rest(
    monkeypatch: pytest.MonkeyPatch, given: str, used: str
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "local")
    monkeypatch.setenv("DATABASE_URL", given)

    settings = load_settings(Settings)

    assert settings.database_url == used
    assert ":p@" not in repr(settings)


def test_lists_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "local")
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example, https://b.example")

    assert load_settings(Settings).cors_origins == ("https://a.example", "https://b.example")


def test_env_example_documents_every_setting_with_its_default() -> None:
    example = dotenv_values(ROOT / ".env.example")
    assert example.keys() == {name.upper() for name in Settings.model_fields}

    documented = Settings(_env_file=ROOT / ".env.example")

    assert documented == Settings(_env_file=None, environment="local")


def test_every_setting_is_used() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    for name in Settings.model_fields:
        assert re.search(rf"(self|settings|Settings\))\.{name}\b", sources), name
