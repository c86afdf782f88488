"""From a sentence and a stack to a plan: ordered steps, every file, and what can go wrong."""

from backend_agent.plan.grammar import parse_fields, parse_resource
from backend_agent.plan.make import make_plan
from backend_agent.plan.sentence import understand_task

__all__ = ["make_plan", "parse_fields", "parse_resource", "understand_task"]
