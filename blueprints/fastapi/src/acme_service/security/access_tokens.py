"""Access tokens: JWTs signed with EdDSA (RFC 8037), shaped after RFC 9068."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from acme_service.errors import InvalidAccessToken

ALGORITHM = "EdDSA"
TOKEN_TYPE = "at+jwt"  # noqa: S105
REQUIRED_CLAIMS = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class AccessClaims:
    user_id: UUID
    session_id: UUID


class AccessTokens:
    def __init__(
        self, key: Ed25519PrivateKey, *, issuer: str, audience: str, lifetime: timedelta
    ) -> None:
        self._key = key
        self._public_key = key.public_key()
        self._issuer = issuer
        self._audience = audience
        self.lifetime = lifetime

    def issue(self, claims: AccessClaims, now: datetime) -> str:
        payload = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(claims.user_id),
            "sid": str(claims.session_id),
            "iat": now,
            "exp": now + self.lifetime,
            "jti": str(uuid4()),
        }
        return jwt.encode(payload, self._key, ALGORITHM, headers={"typ": TOKEN_TYPE})

    def verify(self, token: str) -> AccessClaims:
        try:
            decoded = jwt.decode_complete(
                token,
                self._public_key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                options={"require": REQUIRED_CLAIMS},
            )
            if decoded["header"].get("typ") != TOKEN_TYPE:
                raise InvalidAccessToken
            payload = decoded["payload"]
            return AccessClaims(UUID(payload["sub"]), UUID(payload["sid"]))
        except (jwt.InvalidTokenError, ValueError):
            raise InvalidAccessToken from None
