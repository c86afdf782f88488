"""The change itself: makers with one signature, from a step to a ChangeSet."""

from backend_agent.implement.blueprint import copy_blueprint
from backend_agent.implement.carry import adopt_written, settle_worktree, tidy_changes
from backend_agent.implement.fixes import Reviewer
from backend_agent.implement.make import make_changes
from backend_agent.implement.migration import (
    create_migration,
    find_migration_tool,
    leave_migration,
)

__all__ = [
    "Reviewer",
    "adopt_written",
    "copy_blueprint",
    "create_migration",
    "find_migration_tool",
    "leave_migration",
    "make_changes",
    "settle_worktree",
    "tidy_changes",
]
