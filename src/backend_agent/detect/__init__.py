"""Repository to Stack: what it is, how it is built, by which commands it lives."""

from backend_agent.detect.stack import detect_stack

__all__ = ["detect_stack"]
