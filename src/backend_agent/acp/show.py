"""What of a run an editor sees: its plan, each call with its diff, and the report's first lines."""

from __future__ import annotations

from typing import Any

from backend_agent.values.agent import AgentPlan, CallDone
from backend_agent.values.conversation import ToolCall
from backend_agent.values.delivery import Delivery

KINDS = {"Read": "read", "Glob": "search", "Grep": "search", "Bash": "execute", "Edit": "edit",
         "Write": "edit", "WebFetch": "fetch"}  # fmt: skip
STATES = {"pending": "pending", "doing": "in_progress", "done": "completed", "dropped": "completed"}


def show_call(call: ToolCall, done: CallDone) -> list[Any]:
    """A call that was made, with a diff for each file that is different; the plan where it changed."""
    from acp import start_tool_call, text_block, tool_content, tool_diff_content

    content: list[Any] = [
        tool_diff_content(
            change.path,
            (change.after or b"").decode("utf-8", "replace"),
            None if change.before is None else change.before.decode("utf-8", "replace"),
        )
        for change in done.changed
    ]
    content.append(tool_content(text_block(done.answer.text[:4000])))
    updates = [
        start_tool_call(
            call.id,
            call.name,
            kind=KINDS.get(call.name, "other"),  # type: ignore[arg-type]
            status="failed" if done.answer.is_error else "completed",
            content=content,
        )
    ]
    if call.name in ("propose_plan", "amend_plan", "update_plan") and done.plan:
        updates.append(_show_plan(done.plan))
    return updates


def _show_plan(plan: AgentPlan) -> Any:
    from acp import plan_entry, update_plan

    entries = [plan_entry(step.title, status=STATES[step.state]) for step in plan.steps]  # type: ignore[arg-type]
    entries += [plan_entry(f"{file.action} {file.path}") for file in plan.files]
    return update_plan(entries)


def show_delivery(delivery: Delivery, summary: str) -> str:
    return f"{summary}\n\nrun: {delivery.run}"
