"""The static self-review: rules by data, findings only on what the change wrote."""

from __future__ import annotations

from backend_agent.verify.review.baseline import apply_baseline, write_baseline
from backend_agent.verify.review.concerned import list_concerned
from backend_agent.verify.review.imported import import_sarif, merge_imported
from backend_agent.verify.review.lines import changed_lines, open_lines
from backend_agent.verify.review.locate import locate_pattern
from backend_agent.verify.review.marks import apply_marks
from backend_agent.verify.review.review import Review, find_in_text, review_change
from backend_agent.verify.review.whole import review_whole

__all__ = [
    "Review",
    "apply_baseline",
    "apply_marks",
    "changed_lines",
    "find_in_text",
    "import_sarif",
    "list_concerned",
    "locate_pattern",
    "merge_imported",
    "open_lines",
    "review_change",
    "review_whole",
    "write_baseline",
]
