"""Which labelled repositories are not looked at while rules are made."""

from __future__ import annotations

import hashlib


def is_held_back(name: str) -> bool:
    """By the first hexadecimal digit of the SHA-256 of `owner/name`: 8 to f are held back."""
    return hashlib.sha256(name.encode()).hexdigest()[0] >= "8"
