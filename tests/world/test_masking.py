"""Secrets are taken out of text, and what is not secret stays as it is."""

from __future__ import annotations

import pytest

from backend_agent.world.masking import mask_secrets

GITHUB = "ghp_" + "a1B2" * 9
JWT = "eyJhbGciOiJFZERTQSJ9." + "eyJzdWIiOiIxMjM0NTY3In0." + "c2lnbmF0dXJlLXZhbHVl"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgresql://app:s3cret@db:5432/x", "postgresql://app:***@db:5432/x"),
        ("redis://:pass@localhost", "redis://:***@localhost"),
        (f"token {GITHUB} used", "token *** used"),
        (f"Authorization: Bearer {JWT}", "Authorization: Bearer ***"),
        ("POSTGRES_PASSWORD=changethis", "POSTGRES_PASSWORD=***"),
        ('"client_secret": "abcdef123"', '"client_secret": "***"'),
        ("AKIA" + "ABCDEFGH12345678", "***"),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIB\nAAAA\n-----END PRIVATE KEY-----\nafter",
            "***\nafter",
        ),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, masked: str) -> None:
    assert mask_secrets(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "60 passed, 2 skipped in 3.1s",
        "http://127.0.0.1:8000/api/v1/users?page=2",
        "password: str",
        "def verify_password(plain_password: str, hashed_password: str) -> bool:",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "tests/api/test_login.py::test_wrong_password PASSED",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask_secrets(text) == text


def test_known_values_are_masked_longest_first_and_short_ones_left() -> None:
    text = "first hunter22-long then hunter22 and abc"
    assert mask_secrets(text, ("hunter22", "hunter22-long", "abc")) == "first *** then *** and abc"


def test_masking_twice_changes_nothing_more() -> None:
    once = mask_secrets("SECRET_KEY='abcdefgh' postgres://a:bcdefg@h")
    assert mask_secrets(once) == once
