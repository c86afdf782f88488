"""The static self-review: rules by data, findings only on what the change wrote."""

from __future__ import annotations

from backend_agent.verify.review.review import Review, find_in_text, review_change

__all__ = ["Review", "find_in_text", "review_change"]
