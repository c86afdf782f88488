"""The plan as tools: proposed once, amended with a reason, kept up to date, and the one way to end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from backend_agent.values.agent import AgentFile, AgentPlan, AgentStep, FileAction, StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToChange:
    path: str
    action: FileAction = "modify"
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePlan:
    files: Annotated[tuple[FileToChange, ...], "every file that will be different, tests included"]
    steps: Annotated[tuple[str, ...], "sub-tasks in order; none for a change of one file"] = ()
    edge_cases: tuple[str, ...] = ()
    risks: Annotated[tuple[str, ...], "migrations, compatibility, security"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPlan:
    path: str
    reason: Annotated[str, "why the task needs this file"]
    action: FileAction = "modify"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePlan:
    step: Annotated[int, "number from 1"]
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    outcome: Annotated[
        Literal["done", "blocked"], "done: the checks will judge it; blocked: it cannot be done"
    ]
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The plan after a tool of planning, and what the model is told."""

    plan: AgentPlan
    text: str
    is_error: bool = False


def propose_plan(plan: AgentPlan, given: ProposePlan) -> Planned:
    files = tuple(
        AgentFile(path=_plain(each.path), action=each.action, purpose=each.purpose)
        for each in given.files
    )
    if not files:
        return Planned(
            plan=plan, text="files is empty: a plan names what it changes", is_error=True
        )
    made = AgentPlan(files=files, steps=tuple(AgentStep(title=title) for title in given.steps))
    return Planned(plan=made, text=f"The plan is kept.\n{show_plan(made)}")


def amend_plan(plan: AgentPlan, given: AmendPlan) -> Planned:
    path = _plain(given.path)
    if not given.reason.strip():
        return Planned(plan=plan, text="reason is empty", is_error=True)
    kept = tuple(file for file in plan.files if file.path != path)
    added = AgentFile(path=path, action=given.action, reason=given.reason)
    return Planned(plan=replace(plan, files=(*kept, added)), text=f"The plan names {path} now.")


def update_plan(plan: AgentPlan, given: UpdatePlan) -> Planned:
    if not 1 <= given.step <= len(plan.steps):
        told = f"the plan has {len(plan.steps)} steps; there is no step {given.step}"
        return Planned(plan=plan, text=told, is_error=True)
    steps = tuple(
        replace(step, state=given.state) if at == given.step else step
        for at, step in enumerate(plan.steps, start=1)
    )
    made = replace(plan, steps=steps)
    return Planned(plan=made, text=show_plan(made))


def show_plan(plan: AgentPlan) -> str:
    """The plan as it stands, for the model and for the file of the run."""
    lines = [f"- {file.action} {file.path}" for file in plan.files]
    lines += [f"{at}. {step.title} [{step.state}]" for at, step in enumerate(plan.steps, start=1)]
    return "\n".join(lines)


def _plain(path: str) -> str:
    return path.removeprefix("./")
