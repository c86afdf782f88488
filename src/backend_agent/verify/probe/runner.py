"""Asks every question in its turn: most side by side, the heavy ones alone, faults and the end last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend_agent.values.probe import DEPTHS, STAGES, Answered, Depth, ProbeArea, ProbeCheck
from backend_agent.verify.probe.checks import (  # noqa: F401 - entering the checks
    access,
    conditional,
    contract,
    errors,
    exports,
    headers,
    hostile,
    idempotency,
    injection,
    life,
    limits,
    lists,
    observability,
    problems,
    semantics,
    sessions,
    tokens,
    wire,
)
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.ruling import CHECKS, Judged, absent, unknown

BESIDE = 6
MOST_SECONDS = 100.0
# Who looks at everything that was sent is asked after all the others of its stage.
LATE = ("X19", "E17", "E18", "H11", "H14", "W10", "D02", "O05", "O08", "O15", "O16")
# What waits for a slow connection to be closed keeps nobody from anything.
PATIENT = ("R11", "R12")

OnAnswer = Callable[[Answered], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A check with the title of its area."""

    check: ProbeCheck
    area: str


def choose_questions(
    areas: Sequence[ProbeArea], depth: Depth, only: Sequence[str] = ()
) -> tuple[Question, ...]:
    """Those of that depth and below, or exactly those that `only` names by id, area or first letter."""
    wanted = [each.lower() for each in only]

    def is_wanted(check: ProbeCheck, area: ProbeArea) -> bool:
        if wanted:
            return any(
                check.id.lower() == each
                or check.id[:1].lower() == each
                or area.title.lower().startswith(each)
                for each in wanted
            )
        return DEPTHS.index(check.depth) <= DEPTHS.index(depth)

    return tuple(
        Question(check=check, area=area.title)
        for area in sorted(areas, key=lambda each: each.order)
        for check in area.checks
        if is_wanted(check, area)
    )


async def ask_questions(
    desk: Desk, questions: Sequence[Question], *, destructive: bool, on_answer: OnAnswer
) -> tuple[Answered, ...]:
    """Every answer in the order of the questions. `destructive` allows those that burden or end the service."""
    answers: dict[str, Answered] = {}

    async def ask(question: Question) -> None:
        answer = await _ask(desk, question, destructive=destructive)
        answers[question.check.id] = answer
        on_answer(answer)

    patient = [asyncio.ensure_future(ask(each)) for each in questions if each.check.id in PATIENT]
    for stage in STAGES:
        mine = [
            each for each in questions if each.check.stage == stage and each.check.id not in PATIENT
        ]
        first = [each for each in mine if each.check.id not in LATE]
        width = asyncio.Semaphore(BESIDE if stage == "beside" else 1)

        async def ask_in_turn(question: Question, width: asyncio.Semaphore = width) -> None:
            async with width:
                await ask(question)

        if stage == "life" and patient:
            await asyncio.gather(*patient)
        await asyncio.gather(*(ask_in_turn(each) for each in first))
        if stage == "alone":
            late = [each for each in questions if each.check.id in LATE]
            for question in late:
                await ask(question)
    return tuple(answers[each.check.id] for each in questions if each.check.id in answers)


async def _ask(desk: Desk, question: Question, *, destructive: bool) -> Answered:
    check = question.check
    begun = desk.now()
    desk.client.take_source()
    try:
        judged = _excuse(desk, check, destructive=destructive)
        if judged is None:
            judged = await _answer(desk, check)
        if _was_not_heard(check, judged):
            await asyncio.sleep(0.5)
            desk.client.take_source()
            judged = await _answer(desk, check)
    except TimeoutError:
        judged = unknown(f"no end within {desk.now() - begun:.0f} s")
    except (
        OSError,
        AssertionError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        # A service may answer anything; what a check cannot read is no verdict.
        judged = unknown(f"could not be asked: {type(error).__name__}: {error}")
    judged = _forgive_limit(check, judged)
    return Answered(
        check=check.id,
        title=check.title,
        area=question.area,
        tier=check.tier,
        source=check.source,
        ruling=judged.ruling,
        reason=judged.reason,
        standards=check.standards,
        exchanges=judged.exchanges,
        seconds=desk.now() - begun,
    )


async def _answer(desk: Desk, check: ProbeCheck) -> Judged:
    """Raises TimeoutError."""
    seconds = min(MOST_SECONDS, desk.deadline - desk.now())
    return await asyncio.wait_for(CHECKS[check.id](desk), seconds)


def _was_not_heard(check: ProbeCheck, judged: Judged) -> bool:
    """A failure without an answer may be the machine's: it is asked once more. What looks at the past, at
    faults or at the end is not: that cannot be had twice."""
    silent = any(
        each.status == 0 and each.trouble.startswith(("timeout", "refused"))
        for each in judged.exchanges
    )
    again = check.stage in ("beside", "alone") and check.id not in (*LATE, *PATIENT)
    return judged.ruling == "fail" and silent and again


def _forgive_limit(check: ProbeCheck, judged: Judged) -> Judged:
    """That the service limits how often it may be asked is no fault of what was asked."""
    limited = any(each.status == 429 for each in judged.exchanges)
    if judged.ruling == "fail" and limited and not check.id.startswith("R"):
        return unknown("the service limits how often it may be asked", *judged.exchanges)
    return judged


def _excuse(desk: Desk, check: ProbeCheck, *, destructive: bool) -> Judged | None:
    """Why it need not or cannot be asked, None = it can."""
    if check.destructive and not destructive:
        return unknown("burdens or ends the service: only with --destructive")
    if desk.now() >= desk.deadline:
        return unknown("no time was left")
    for need in check.needs:
        lack = desk.lacks.get(need)
        if lack is not None:
            is_absent, reason = lack
            return absent(reason) if is_absent else unknown(reason)
    return None
