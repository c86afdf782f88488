"""Secrets taken out of text before it is kept or shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
SHORTEST_KNOWN = 6

# What the issuers say their keys look like; the name before each is only for the reader.
TOKENS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----",
    r"\bgh[pousr]_[A-Za-z0-9]{36,}\b",
    r"\bgithub_pat_[A-Za-z0-9_]{22,}\b",
    r"\bglpat-[A-Za-z0-9_-]{20,}",
    r"\bA(?:KIA|SIA)[A-Z0-9]{16}\b",
    r"\bsk-[A-Za-z0-9_-]{20,}",
    r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}\b",
    r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    r"\bnpm_[A-Za-z0-9]{36}\b",
    r"\bpypi-[A-Za-z0-9_-]{40,}",
    r"\bAIza[A-Za-z0-9_-]{35}",
    r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
)
TOKEN = re.compile("|".join(TOKENS))
URL_PASSWORD = re.compile(r"(?P<keep>\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@'\"]*:)[^\s/@'\"]+(?=@)")
BEARER = re.compile(r"(?P<keep>\b(?:Bearer|Basic)\s+)[A-Za-z0-9+/=._~-]{12,}", re.IGNORECASE)
ASSIGNED = re.compile(
    r"(?P<keep>(?:\b|_)(?:password|passwd|pwd|secret|secret_key|api_?key|access_?key|auth_?token"
    r"|access_?token|refresh_?token|client_?secret|private_?key)[\"']?\s*[=:]\s*)"
    r"(?P<quote>[\"']?)(?!\*\*\*)[^\s\"',;&)}\]]{6,}(?P=quote)",
    re.IGNORECASE,
)


def mask_secrets(text: str, known: Iterable[str] = ()) -> str:
    """The text with `***` for known secret values, private keys, tokens and passwords.

    A known value shorter than six characters is left: masking it would spoil unrelated words.
    """
    for value in sorted(known, key=len, reverse=True):
        if len(value) >= SHORTEST_KNOWN:
            text = text.replace(value, MASK)
    text = TOKEN.sub(MASK, text)
    text = URL_PASSWORD.sub(rf"\g<keep>{MASK}", text)
    text = BEARER.sub(rf"\g<keep>{MASK}", text)
    return ASSIGNED.sub(rf"\g<keep>\g<quote>{MASK}\g<quote>", text)
