"""One question to the gate: a kept answer, or a verification; and how often the same is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from backend_agent.deliver.claim import Claim, settle_claim
from backend_agent.gate.memory import (
    Green,
    SessionMemory,
    find_green,
    gate_folder,
    keep_green,
    mark_failures,
    read_session,
    weigh_refusal,
    write_session,
)
from backend_agent.gate.tree_key import name_tree
from backend_agent.values.delivery import Delivery
from backend_agent.values.run import RunOptions
from backend_agent.values.verification import Verdict
from backend_agent.world.clock import Clock
from backend_agent.world.deadline import DEADLINE
from backend_agent.world.git import find_merge_base, list_changed
from backend_agent.world.workspace import Workspace, open_workspace

# The tree below a path, judged: what was delivered and the folder of the run.
Verify = Callable[[Path, RunOptions], tuple[Delivery, Path]]
State = Literal["green", "red", "let through"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRequest:
    """`session` names an agent's conversation ("" = nobody's); `prolonged` = a refusal of ours made it go
    on; `fresh` = no kept answer will do; `strict` = partially verified is red."""

    path: Path
    options: RunOptions
    session: str = ""
    prolonged: bool = False
    fresh: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GateAnswer:
    """`delivery` and `folder` (of the run) are None where nothing had to run; `times` is how often this
    session was refused for the same reason, this time included."""

    state: State
    verdict: Verdict
    headline: str
    delivery: Delivery | None = None
    folder: Path | None = None
    kept_since: str = ""
    times: int = 0


def begin_session(path: Path, session: str, caches: Path) -> None:
    """Remember the commit that a session begins on, so that what it commits is judged too."""
    workspace = open_workspace(path)
    folder = gate_folder(caches, workspace.top or workspace.root)
    memory = read_session(folder, session)
    if workspace.head and not memory.begun:
        write_session(folder, session, replace(memory, begun=workspace.head))


def judge_gate(request: GateRequest, verify: Verify, caches: Path, clock: Clock) -> GateAnswer:
    """Judge the tree that `path` lies in. Raises what `verify` raises."""
    workspace = open_workspace(request.path)
    if workspace.top and workspace.top != workspace.root:
        workspace = open_workspace(workspace.top)
    folder = gate_folder(caches, workspace.root)
    memory = read_session(folder, request.session) if request.session else SessionMemory()
    base = _find_base(workspace, request.options, memory)
    changed = list_changed(workspace.root, base) if base else ()
    if base and not changed:
        return GateAnswer(
            state="green", verdict="verified", headline=f"nothing differs from {base[:10]}"
        )
    key = name_tree(workspace, base, changed, request.options)
    green = find_green(folder)
    if (
        key
        and green
        and green.key == key
        and not request.fresh
        and _is_green(green.verdict, request)
    ):
        return GateAnswer(
            state="green",
            verdict="verified" if green.verdict == "verified" else "partially verified",
            headline=green.headline,
            kept_since=green.at,
        )
    delivery, run = verify(request.path, replace(request.options, base=base or ""))
    claim = settle_claim(delivery.verdict, delivery.headline, delivery.verification)
    answer = GateAnswer(
        state="green" if _is_green(claim.verdict, request) else "red",
        verdict=claim.verdict,
        headline=claim.headline,
        delivery=delivery,
        folder=run,
    )
    if answer.state == "green":
        if key and not _ran_out_of_time(delivery):
            kept = Green(key=key, verdict=claim.verdict, headline=claim.headline, at=clock.now())
            keep_green(folder, kept)
        if memory.row:
            write_session(folder, request.session, replace(memory, row=0))
        return answer
    return _refuse(request, folder, memory, answer, claim) if request.session else answer


def _refuse(
    request: GateRequest, folder: Path, memory: SessionMemory, answer: GateAnswer, claim: Claim
) -> GateAnswer:
    """An agent is sent back for what it can repair: a check that failed. Not for what could not run."""
    assert answer.delivery is not None
    failures = tuple(each for each in answer.delivery.verification.outcomes if each.fails_newly)
    if not failures and claim.verdict == "unverified":
        return replace(answer, state="let through")
    mark = mark_failures(answer.delivery, failures)
    after, refused = weigh_refusal(memory, mark, prolonged=request.prolonged)
    write_session(folder, request.session, after)
    state: State = "red" if refused else "let through"
    return replace(answer, state=state, times=after.count(mark))


def _find_base(workspace: Workspace, options: RunOptions, memory: SessionMemory) -> str | None:
    """The commit to judge against. Where work is done on the default branch itself, that is the one the
    session began on: a commit hides nothing from the gate."""
    if not workspace.is_git:
        return None
    base = find_merge_base(workspace.root, options.base or None)
    if base == workspace.head and memory.begun and not options.base:
        return find_merge_base(workspace.root, memory.begun) or base
    return base


def _is_green(verdict: str, request: GateRequest) -> bool:
    return verdict == "verified" or (verdict == "partially verified" and not request.strict)


def _ran_out_of_time(delivery: Delivery) -> bool:
    return any(DEADLINE in each.reason for each in delivery.verification.outcomes) or any(
        DEADLINE in line for line in delivery.verification.prepared
    )
