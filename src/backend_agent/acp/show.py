"""What of a run an editor sees: its plan, each call with its diff, and the report's first lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend_agent.values.agent import AgentPlan, CallDone
from backend_agent.values.changes import FileChange
from backend_agent.values.conversation import ToolCall
from backend_agent.values.delivery import Delivery

KINDS = {"Read": "read", "Glob": "search", "Grep": "search", "Bash": "execute", "Edit": "edit",
         "Write": "edit", "WebFetch": "fetch"}  # fmt: skip
STATES = {"pending": "pending", "doing": "in_progress", "done": "completed", "dropped": "completed"}


def show_diffs(root: Path, changes: tuple[FileChange, ...]) -> list[Any]:
    """A diff for each file; the protocol names it by its absolute path, in the user's own tree."""
    from acp import tool_diff_content

    return [
        tool_diff_content(
            str(root / change.path),
            (change.after or b"").decode("utf-8", "replace"),
            None if change.before is None else change.before.decode("utf-8", "replace"),
        )
        for change in changes
    ]


def show_question(tool: str, subject: str, diffs: list[Any]) -> Any:
    """The call that a person is asked about, with what it would write."""
    from acp.schema import ToolCallUpdate

    return ToolCallUpdate(
        tool_call_id=f"ask-{tool}-{abs(hash(subject))}",
        title=f"{tool} {subject}",
        kind=_kind_of(tool),
        content=diffs or None,
    )


def show_call(root: Path, call: ToolCall, done: CallDone) -> list[Any]:
    """A call that was made, with a diff for each file that is different; the plan where it changed."""
    from acp import start_tool_call, text_block, tool_content

    content = show_diffs(root, done.changed)
    content.append(tool_content(text_block(done.answer.text[:4000])))
    updates = [
        start_tool_call(
            call.id,
            call.name,
            kind=_kind_of(call.name),
            status="failed" if done.answer.is_error else "completed",
            content=content,
        )
    ]
    if call.name in ("propose_plan", "amend_plan", "update_plan") and done.plan:
        updates.append(_show_plan(done.plan))
    return updates


def _kind_of(tool: str) -> Any:
    return KINDS.get(tool, "other")


def _show_plan(plan: AgentPlan) -> Any:
    from acp import plan_entry, update_plan

    entries = [plan_entry(step.title, status=STATES[step.state]) for step in plan.steps]  # type: ignore[arg-type]
    entries += [plan_entry(f"{file.action} {file.path}") for file in plan.files]
    return update_plan(entries)


def show_delivery(delivery: Delivery, summary: str) -> str:
    return f"{summary}\n\nrun: {delivery.run}"
