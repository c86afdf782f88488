"""Takes JWTs apart and forges others (RFC 7515, 7519, 8725): what a verifier must refuse."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

DIGESTS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def encode_part(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_part(text: str) -> Any:
    """The JSON of a part; None where it is none."""
    try:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError):
        return None


def read_token(token: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Header and claims, or None: it is no JWT."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    header, claims = decode_part(parts[0]), decode_part(parts[1])
    return (header, claims) if isinstance(header, dict) and isinstance(claims, dict) else None


def unsigned(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    return f"{encode_part(header)}.{encode_part(claims)}.{signature}"


def sign(header: dict[str, Any], claims: dict[str, Any], key: bytes) -> str:
    """Signed by HMAC with the digest that the header names."""
    text = f"{encode_part(header)}.{encode_part(claims)}"
    digest = hmac.new(key, text.encode(), DIGESTS.get(str(header.get("alg")), "sha256")).digest()
    return f"{text}.{encode_part(digest)}"


def tell_key(token: str, candidates: tuple[str, ...]) -> str | None:
    """The candidate that signed the token by HMAC, or None."""
    read = read_token(token)
    if read is None or read[0].get("alg") not in DIGESTS:
        return None
    text, _, signature = token.rpartition(".")
    digest = DIGESTS[str(read[0]["alg"])]
    for candidate in candidates:
        made = hmac.new(candidate.encode(), text.encode(), digest).digest()
        if encode_part(made) == signature:
            return candidate
    return None


def key_bits(key: str) -> int:
    """A bound on what the key's letters can hold: 8 bits each, and less where they repeat."""
    return min(len(key.encode()) * 8, len(set(key)) * 12)


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:12]
