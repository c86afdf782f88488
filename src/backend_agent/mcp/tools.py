"""The tools of the server in one table: name, what it is for, what goes in, what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from backend_agent.mcp import answers, arguments, calls
from backend_agent.values.advice import TechnologyAdvice

# Reads only; works in a run of its own (the user's files stay); writes the user's files.
Effect = Literal["reads", "works", "writes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolKind:
    """`call` takes the place, the arguments and a listener; a tool that `works` runs minutes rather
    than seconds, so it gets a process of its own that can be stopped."""

    name: str
    purpose: str
    takes: type
    gives: type
    effect: Effect
    call: Callable[..., Any]


def _tool(
    name: str, effect: Effect, takes: type, gives: type, call: Callable[..., Any], purpose: str
) -> ToolKind:
    return ToolKind(name=name, purpose=purpose, takes=takes, gives=gives, effect=effect, call=call)


TOOLS = (
    _tool(
        "detect",
        "reads",
        arguments.AtFolder,
        answers.StackFacts,
        calls.detect,
        "Stack, layers, habits, commands with evidence. Call before any backend change.",
    ),
    _tool(
        "similar_files",
        "reads",
        arguments.Similar,
        answers.SimilarResources,
        calls.similar_files,
        "The repository's own best examples, with their files by layer.",
    ),
    _tool(
        "plan",
        "reads",
        arguments.PlanTask,
        answers.TaskPlan,
        calls.plan,
        "Files, edge cases, migrations and risks of a task. Writes nothing.",
    ),
    _tool(
        "add_resource",
        "works",
        arguments.NewResource,
        answers.Delivered,
        calls.add_resource,
        "Write a resource like the repository's own, and verify it, on a branch of its own.",
    ),
    _tool(
        "add_field",
        "works",
        arguments.NewFields,
        answers.Delivered,
        calls.add_field,
        "Add fields to a resource in every layer, with a safe migration; verified, on a branch.",
    ),
    _tool(
        "add_capability",
        "works",
        arguments.NewCapability,
        answers.Delivered,
        calls.add_capability,
        "Add a capability by recipe, and verify it, on a branch of its own.",
    ),
    _tool(
        "verify",
        "works",
        arguments.Judge,
        answers.Delivered,
        calls.verify,
        "Judge the working tree by really running its checks. Call after a change; repeat the headline.",
    ),
    _tool(
        "review",
        "reads",
        arguments.Judge,
        answers.Reviewed,
        calls.review,
        "Static review of the change in the working tree.",
    ),
    _tool(
        "standards",
        "reads",
        arguments.Rows,
        answers.StandardRows,
        calls.standards,
        "What good looks like, by area, id or tag; without a filter the areas.",
    ),
    _tool(
        "technology_advice",
        "reads",
        arguments.Named,
        TechnologyAdvice,
        calls.technology_advice,
        "Whether a technology is still made, its verified version, what to know.",
    ),
    _tool(
        "run_status",
        "reads",
        arguments.RunNames,
        answers.RunStates,
        calls.run_status,
        "State of runs.",
    ),
    _tool(
        "show_run",
        "reads",
        arguments.ShownRun,
        answers.Delivered,
        calls.show_run,
        "What a run delivered.",
    ),
    _tool(
        "apply_run",
        "writes",
        arguments.AppliedRun,
        answers.Written,
        calls.apply_run,
        "Write a run's change into the user's files. Only when the user asked for it.",
    ),
    _tool(
        "undo_run",
        "writes",
        arguments.ExactRun,
        answers.Restored,
        calls.undo_run,
        "Take an applied run back, byte for byte.",
    ),
)

BY_NAME = {tool.name: tool for tool in TOOLS}
