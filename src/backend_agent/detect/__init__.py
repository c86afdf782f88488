"""Repository to Stack: what it is, how it is built, by which commands it lives."""

from backend_agent.detect.access import add_access, count_sources
from backend_agent.detect.choose import choose_component
from backend_agent.detect.similar import find_similar_files
from backend_agent.detect.stack import detect_stack

__all__ = [
    "add_access",
    "choose_component",
    "count_sources",
    "detect_stack",
    "find_similar_files",
]
