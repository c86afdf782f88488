"""A command sees what it needs of the user's environment, and no secret that it does not."""

from __future__ import annotations

from pathlib import Path

from backend_agent.values.process import Profile
from backend_agent.world.environment import build_environment, find_secrets

HOST = {
    "PATH": "/usr/bin:relative:.:/bin",
    "HOME": "/home/ada",
    "LC_ALL": "de_DE.UTF-8",
    "HTTPS_PROXY": "http://proxy:3128",
    "SSL_CERT_FILE": "/etc/ca.pem",
    "UV_INDEX_URL": "https://packages.example/simple",
    "PIP_INDEX_URL": "https://ada:pw@packages.example/simple",
    "UV_INDEX_PRIVATE_PASSWORD": "hunter2hunter2",
    "UV_PUBLISH_TOKEN": "pypi-token-of-ada",
    "GOPROXY": "https://proxy.example",
    "GOOGLE_API_KEY": "AIza-of-ada",
    "ANTHROPIC_API_KEY": "sk-of-ada",
    "AWS_SECRET_ACCESS_KEY": "aws-of-ada",
    "DATABASE_URL": "postgres://prod",
    "BACKEND_AGENT_RUN": "run-1",
}


def build(profile: Profile, cache: Path | None = None) -> dict[str, str]:
    return build_environment(
        HOST, profile, home=Path("/private"), temporary=Path("/scratch"), cache=cache
    )


def test_only_listed_names_pass_and_home_is_a_private_one() -> None:
    seen = build("verify")
    assert seen["HTTPS_PROXY"] == "http://proxy:3128"
    assert seen["SSL_CERT_FILE"] == "/etc/ca.pem"
    assert seen["GOPROXY"] == "https://proxy.example"
    assert seen["BACKEND_AGENT_RUN"] == "run-1"
    assert seen["HOME"] == "/private"
    assert seen["TMPDIR"] == "/scratch"
    for name in ("GOOGLE_API_KEY", "ANTHROPIC_API_KEY", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL"):
        assert name not in seen


def test_relative_entries_of_the_path_are_dropped() -> None:
    assert build("edit")["PATH"] == "/usr/bin:/bin"


def test_passwords_of_registries_pass_only_where_registries_are_reached() -> None:
    assert "PIP_INDEX_URL" not in build("verify")
    assert "UV_INDEX_PRIVATE_PASSWORD" not in build("edit")
    assert build("install")["PIP_INDEX_URL"] == HOST["PIP_INDEX_URL"]
    assert build("install")["UV_INDEX_PRIVATE_PASSWORD"] == "hunter2hunter2"


def test_tokens_for_publishing_never_pass() -> None:
    assert "UV_PUBLISH_TOKEN" not in build("install")


def test_package_managers_share_the_cache(tmp_path: Path) -> None:
    assert build("install", tmp_path)["UV_CACHE_DIR"] == str(tmp_path / "uv")
    assert "UV_CACHE_DIR" not in build("install")


def test_values_of_secret_names_are_known_for_masking() -> None:
    assert find_secrets(HOST) == (
        "AIza-of-ada",
        "aws-of-ada",
        "hunter2hunter2",
        "pypi-token-of-ada",
        "sk-of-ada",
    )
