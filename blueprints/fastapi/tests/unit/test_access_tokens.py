"""What an access token must be to be believed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from acme_service.errors import InvalidAccessToken
from acme_service.security.access_tokens import AccessClaims, AccessTokens

KEY = Ed25519PrivateKey.generate()
CLAIMS = AccessClaims(user_id=UUID(int=1), session_id=UUID(int=2))
TOKENS = AccessTokens(KEY, issuer="us", audience="us", lifetime=timedelta(minutes=15))


def sign(
    key: Any = KEY,
    algorithm: str = "EdDSA",
    typ: str = "at+jwt",
    without: str | None = None,
    **changes: Any,
) -> str:
    now = datetime.now(UTC)
    payload = {
        "iss": "us",
        "aud": "us",
        "sub": str(CLAIMS.user_id),
        "sid": str(CLAIMS.session_id),
        "iat": now,
        "exp": now + timedelta(minutes=15),
        "jti": "1",
        **changes,
    }
    payload.pop(without or "", None)
    return jwt.encode(payload, key, algorithm, headers={"typ": typ})


def test_token_is_read_back() -> None:
    assert TOKENS.verify(TOKENS.issue(CLAIMS, datetime.now(UTC))) == CLAIMS
    assert TOKENS.verify(sign()) == CLAIMS


def test_expired_token_is_refused() -> None:
    with pytest.raises(InvalidAccessToken):
        TOKENS.verify(TOKENS.issue(CLAIMS, datetime.now(UTC) - timedelta(minutes=15)))


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "iat", "exp", "jti"])
def test_token_without_a_claim_is_refused(claim: str) -> None:
    with pytest.raises(InvalidAccessToken):
        TOKENS.verify(sign(without=claim))


@pytest.mark.parametrize(
    "token",
    [
        sign(key=Ed25519PrivateKey.generate()),
        sign(key=None, algorithm="none"),
        sign(key="k" * 32, algorithm="HS256"),
        sign(typ="JWT"),
        sign(iss="them"),
        sign(aud="them"),
        sign(sub="not a uuid"),
        sign(nbf=datetime.now(UTC) + timedelta(hours=1)),
        sign()[:-4] + "AAAA",
        sign().rpartition(".")[0] + ".",
        "garbage",
        "",
    ],
    ids=[
        "other key",
        "no algorithm",
        "symmetric",
        "other type",
        "other issuer",
        "other audience",
        "odd subject",
        "not yet",
        "changed signature",
        "no signature",
        "garbage",
        "empty",
    ],
)
def test_forged_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidAccessToken):
        TOKENS.verify(token)
