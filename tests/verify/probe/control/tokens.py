"""Access tokens (JWT, HS256), passwords (scrypt) and sessions with rotating refresh tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

ISSUER = "control"
AUDIENCE = "control-api"
ACCESS_SECONDS = 900
ALGORITHM = "HS256"
TYPE = "at+jwt"


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signature(text: str, key: str) -> str:
    return encode(hmac.new(key.encode(), text.encode(), "sha256").digest())


def issue(user: str, session: str, key: str) -> str:
    now = int(time.time())
    header = {"alg": ALGORITHM, "typ": TYPE}
    claims = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": user, "sid": session, "iat": now,
        "exp": now + ACCESS_SECONDS, "jti": secrets.token_hex(8),
    }  # fmt: skip
    text = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{signature(text, key)}"


def read(token: str, key: str) -> dict[str, Any] | None:
    """The claims of a token that is right in every respect, else None."""
    try:
        head, body, sign = token.split(".")
        header, claims = json.loads(decode(head)), json.loads(decode(body))
        if header["alg"] != ALGORITHM:
            return None
        if not hmac.compare_digest(sign.encode(), signature(f"{head}.{body}", key).encode()):
            return None
        if header["typ"] != TYPE:
            return None
        if claims["iss"] != ISSUER or claims["aud"] != AUDIENCE:
            return None
        if claims["exp"] <= time.time():
            return None
        if claims.get("nbf", 0) > time.time():
            return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return dict(claims)


def hash_password(password: str, salt: str) -> str:
    return (
        salt + "$" + hashlib.scrypt(password.encode(), salt=salt.encode(), n=2**12, r=8, p=1).hex()
    )


DECOY = hash_password(secrets.token_hex(8), secrets.token_hex(8))


def matches(password: str, stored: str) -> bool:
    return hmac.compare_digest(hash_password(password, stored.partition("$")[0]), stored)


@dataclass
class Session:
    id: str
    user: str
    refresh: str
    cookie: str
    used: set[str] = field(default_factory=set)
    revoked: bool = False
