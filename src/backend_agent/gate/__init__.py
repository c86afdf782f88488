"""The gate: green, red or let through, for hooks, pipelines and agents; it believes only what it ran."""

from __future__ import annotations

from backend_agent.gate.judge import GateAnswer, GateRequest, judge_gate

__all__ = ["GateAnswer", "GateRequest", "judge_gate"]
