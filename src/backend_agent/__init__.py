"""backend-agent: a senior backend engineer you can run. The public API; importing it does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend_agent.ask import (
        advise_technology,
        brief_text,
        detect_repository,
        find_similar,
        list_standards,
        parse_resource,
        plan_task,
        read_specification,
        review_repository,
        understand_task,
        write_brief,
    )
    from backend_agent.deliver import gate_text, render_json, summary_text
    from backend_agent.durable.gate import ask_gate
    from backend_agent.durable.service import (
        apply_run,
        create_service,
        find_reports,
        list_runs,
        resume_run,
        show_run,
        start_run,
        undo_run,
        verify_repository,
    )
    from backend_agent.proof import check_data

__all__ = [
    "advise_technology",
    "apply_run",
    "ask_gate",
    "brief_text",
    "check_data",
    "create_service",
    "detect_repository",
    "find_reports",
    "find_similar",
    "gate_text",
    "list_runs",
    "list_standards",
    "parse_resource",
    "plan_task",
    "read_specification",
    "render_json",
    "resume_run",
    "review_repository",
    "show_run",
    "start_run",
    "summary_text",
    "understand_task",
    "undo_run",
    "verify_repository",
    "write_brief",
]

_ASK = {
    "advise_technology",
    "brief_text",
    "detect_repository",
    "find_similar",
    "list_standards",
    "parse_resource",
    "plan_task",
    "read_specification",
    "review_repository",
    "understand_task",
    "write_brief",
}
_DELIVER = {"gate_text", "render_json", "summary_text"}


def __getattr__(name: str) -> Any:
    """Each name is imported when it is first used, so that a command pays only for what it needs."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "check_data":
        from backend_agent import proof

        return getattr(proof, name)
    if name in _ASK:
        from backend_agent import ask

        return getattr(ask, name)
    if name in _DELIVER:
        from backend_agent import deliver

        return getattr(deliver, name)
    if name == "ask_gate":
        from backend_agent.durable import gate

        return gate.ask_gate
    from backend_agent.durable import service

    return getattr(service, name)
