"""Makes a git repository of a new project's folder."""

from __future__ import annotations

from pathlib import Path

from backend_agent.world.branch import AUTHOR
from backend_agent.world.git import ask_line, find_top, git_environment, need_git


def create_repository(root: Path, message: str) -> str:
    """Initialise git in `root` and commit every file that is not ignored; the commit's id.

    Called again it answers with the commit that is there. The user's identity is used where git knows
    one, ours otherwise. Raises InputError, ToolFailed.
    """
    if find_top(root) != root:
        need_git(root, "init", "--quiet", "--initial-branch=main")
    head = ask_line(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if head:
        return head
    need_git(root, "add", "-A")
    name, email = AUTHOR
    known = ask_line(root, "config", "user.email")
    identity = (
        {}
        if known
        else {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": email,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": email,
        }
    )
    arguments = ("commit", "--quiet", "--no-verify", "--message", message)
    need_git(root, *arguments, environment=git_environment(**identity))
    return need_git(root, "rev-parse", "HEAD").decode().strip()
