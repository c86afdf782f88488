"""backend-agent: a senior backend engineer you can run. The public API; importing it does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend_agent.ask import (
        detect_repository,
        parse_resource,
        plan_task,
        read_specification,
        understand_task,
    )
    from backend_agent.deliver import gate_text, summary_text
    from backend_agent.durable.gate import ask_gate
    from backend_agent.durable.service import (
        apply_run,
        create_service,
        list_runs,
        resume_run,
        show_run,
        start_run,
        undo_run,
        verify_repository,
    )
    from backend_agent.proof import check_data

__all__ = [
    "apply_run",
    "ask_gate",
    "check_data",
    "create_service",
    "detect_repository",
    "gate_text",
    "list_runs",
    "parse_resource",
    "plan_task",
    "read_specification",
    "resume_run",
    "show_run",
    "start_run",
    "summary_text",
    "understand_task",
    "undo_run",
    "verify_repository",
]

_ASK = {"detect_repository", "parse_resource", "plan_task", "read_specification", "understand_task"}
_DELIVER = {"gate_text", "summary_text"}


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
