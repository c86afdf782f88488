"""Payloads for products."""

from typing import Any


def product_payload(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Desk lamp",
        "price": "19.99",
        "stock": 7,
        "active": True,
        "description": "Warm light",
        **changes,
    }
