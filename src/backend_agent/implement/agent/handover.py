"""Hands to a language model what no engine can do: an open task, or the parts that were refused."""

from __future__ import annotations

from dataclasses import replace

from backend_agent.values.plan import Plan, Step


def hand_over(plan: Plan) -> Plan:
    """The plan whose steps of nobody are the model's; it gets one more where an engine refuses a part."""
    steps = tuple(
        replace(step, id="agent", title=plan.task.text, maker="agent")
        if step.maker == "none"
        else step
        for step in plan.steps
    )
    if plan.task.operation is not None and plan.refusals:
        rest = Step(id="agent", title="Do what the engine refused", maker="agent")
        steps = (*steps, rest)
    return replace(plan, steps=steps, possible_with=())
