"""The life of the process: health that tells the truth, faults survived, a clean end, a strict start."""

from __future__ import annotations

import asyncio
import json
import re

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.client import Request
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.openapi import Operation
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

PATIENT = 10.0
LEAVING = 30.0
LOAD_SECONDS = 6.0
LOAD_WIDTH = 8


@check("K01")
async def health_is_told_in_three_ways(desk: Desk) -> Judged:
    paths = {"live": desk.health.live, "ready": desk.health.ready, "startup": desk.health.startup}
    lost = [name for name, path in paths.items() if not path]
    if lost:
        return failed(f"nothing tells {', '.join(lost)}")
    for name, path in paths.items():
        answer = await desk.client.ask("GET", path)
        if answer.status not in (200, 204):
            return failed(f"{name} is answered with {answer.status}", answer)
        if answer.total > 1.0:
            return failed(f"{name} takes {answer.total:.1f} s", answer)
    return passed(", ".join(paths.values()))


@check("K16")
async def health_needs_nobody(desk: Desk) -> Judged:
    for path in (desk.health.live, desk.health.ready):
        if not path:
            continue
        answer = await desk.client.ask("GET", path)
        if answer.status in (401, 403):
            return failed(f"{path} asks who is there", answer)
        if re.search(r"://[^/\s\"]+:[^/\s\"]+@|password|secret", answer.text, re.IGNORECASE):
            return failed(f"{path} tells how to reach the database", answer)
    return passed("open, and tells nothing")


async def outage(desk: Desk) -> dict[str, list[Exchange]]:
    """Take the database away, ask, give it back, ask; made once for all that look at it."""
    if "outage" in desk.keeps:
        seen: dict[str, list[Exchange]] = desk.keeps["outage"]
        return seen
    held = desk.held
    assert held is not None
    assert held.cut is not None
    assert held.restore is not None
    found: dict[str, list[Exchange]] = {
        "ready": [],
        "live": [],
        "request": [],
        "ready again": [],
        "request again": [],
    }
    made = await desk.create() if desk.resource is not None else None
    path = made.path if made and made.path else cheap_target(desk)
    before = {
        name: await desk.client.ask("GET", address, user=desk.first, seconds=PATIENT)
        for name, address in (("ready again", desk.health.ready or "/"), ("request again", path))
    }
    await held.cut()
    try:
        await asyncio.sleep(0.3)
        begun = desk.now()
        while desk.now() - begun < PATIENT:
            found["ready"].append(
                await desk.client.ask("GET", desk.health.ready or "/", seconds=PATIENT)
            )
            if found["ready"][-1].status == 503:
                break
            await asyncio.sleep(0.3)
        if desk.health.live:
            found["live"].append(await desk.client.ask("GET", desk.health.live, seconds=PATIENT))
        found["request"].append(
            await desk.client.ask("GET", path, user=desk.first, seconds=PATIENT)
        )
    finally:
        await held.restore()
    begun = desk.now()
    for name, again in (("ready again", desk.health.ready or "/"), ("request again", path)):
        while desk.now() - begun < PATIENT:
            found[name].append(
                await desk.client.ask("GET", again, user=desk.first, seconds=PATIENT)
            )
            if found[name][-1].status == before[name].status:
                break
            await asyncio.sleep(0.3)
    found |= {f"{name} before": [answer] for name, answer in before.items()}
    desk.keeps["outage"] = found
    return found


@check("K02")
async def not_ready_without_its_database(desk: Desk) -> Judged:
    if not desk.health.ready:
        return failed("nothing tells whether it is ready")
    found = await outage(desk)
    ready = found["ready"][-1]
    if ready.status != 503:
        return failed(f"without its database it says {ready.status or ready.trouble}", ready)
    live = found["live"][-1] if found["live"] else None
    return expect(
        live is None or live.status in (200, 204),
        "503, and alive",
        f"without its database it says that it is dead: {live.status if live else ''}",
        ready,
        *([live] if live else []),
    )


@check("K17")
async def live_without_its_database(desk: Desk) -> Judged:
    if not desk.health.live:
        return absent("nothing tells whether it is alive")
    live = (await outage(desk))["live"][-1]
    return expect(
        live.status in (200, 204),
        f"{live.status}",
        f"without its database it says that it is dead: {live.status or live.trouble}",
        live,
    )


@check("K03")
async def requests_are_503_without_its_database(desk: Desk) -> Judged:
    answer = (await outage(desk))["request"][-1]
    if answer.status != 503:
        return failed(
            f"without its database a request is answered with {answer.status or answer.trouble}",
            answer,
        )
    return expect(
        answer.header("retry-after"),
        f"503, Retry-After: {answer.header('retry-after')}",
        "503 without Retry-After",
        answer,
    )


@check("K04")
async def recovers_by_itself(desk: Desk) -> Judged:
    found = await outage(desk)
    for name in ("ready again", "request again"):
        if not found[name] or found[name][-1].status != found[f"{name} before"][-1].status:
            return failed("when the database is back, it is not", *found[name][-1:])
    return passed("back within seconds", found["request again"][-1])


def find_taking(desk: Desk) -> Operation | None:
    """What makes the resource, else anything with a body: half a head is no request yet, and a server may
    close such a connection as one that is idle."""
    making = [desk.resource.create] if desk.resource else []
    others = [each for each in desk.description.operations if each.method == "POST" and each.body]
    return next((each for each in (*making, *others) if "form" not in each.media), None)


async def leave(desk: Desk) -> dict[str, object]:
    """SIGTERM while a request is half sent; then its rest, and a new connection. Made once."""
    if "leaving" in desk.keeps:
        seen: dict[str, object] = desk.keeps["leaving"]
        return seen
    held = desk.held
    assert held is not None
    found: dict[str, object] = {}
    taking = find_taking(desk)
    target = desk.fill(taking.path, desk.first) if taking else cheap_target(desk)
    method = taking.method if taking else "GET"
    value = json.dumps(desk.sample(taking)).encode() if taking else b""
    headers = (
        *(desk.first.headers if desk.first else ()),
        *((("Content-Type", taking.media or "application/json"),) if taking else ()),
    )
    data = desk.client.build(Request(method=method, target=target, headers=headers, body=value))
    keep = max(len(value) // 2, 2)
    line = await desk.client.open_line(desk.client.new_source())
    try:
        await line.send(data[:-keep])
        await asyncio.sleep(0.3)
        held.end()
        await asyncio.sleep(0.5)
        fresh = await desk.client.raw(
            desk.client.build(Request(method="GET", target=desk.health.live or "/")),
            target=desk.health.live or "/",
            seconds=3.0,
        )
        found["fresh"] = fresh
        await line.send(data[-keep:])
        found["inflight"] = desk.client.keep(
            await line.read_reply(method, target, 10.0), "half sent before SIGTERM"
        )
    finally:
        await line.close()
    found["exit"] = await held.wait(LEAVING)
    desk.keeps["leaving"] = found
    return found


@check("K06")
async def requests_in_flight_are_finished(desk: Desk) -> Judged:
    answer = (await leave(desk))["inflight"]
    assert isinstance(answer, Exchange)
    if find_taking(desk) is None:
        return unknown("nothing takes a body, so that no request can be held under way")
    finished = answer.ok if desk.resource else answer.status
    return expect(
        finished,
        f"{answer.status}",
        f"a request that was under way at SIGTERM ends in {answer.status or answer.trouble}",
        answer,
    )


@check("K07")
async def nobody_new_is_let_in(desk: Desk) -> Judged:
    answer = (await leave(desk))["fresh"]
    assert isinstance(answer, Exchange)
    hung = answer.trouble.startswith("timeout")
    return expect(
        not hung,
        f"{answer.status or answer.trouble}",
        "after SIGTERM a new connection is taken and never answered",
        answer,
    )


@check("K08")
async def leaves_by_itself(desk: Desk) -> Judged:
    ended = (await leave(desk))["exit"]
    if ended is None:
        return failed(f"still there {LEAVING:.0f} s after SIGTERM")
    assert isinstance(ended, tuple)
    code, seconds = ended
    return expect(
        code in (0, 143, -15, 130, -2),
        f"exit code {code} after {seconds:.1f} s",
        f"it leaves with the exit code {code}",
    )


@check("K09")
async def refuses_to_start_misconfigured(desk: Desk) -> Judged:
    held = desk.held
    if held is None or held.restart is None:
        return unknown("it cannot be started again")
    tried = 0
    for name, value in held.settings.items():
        wrong = _break_setting(desk, name, value)
        if wrong is None:
            continue
        tried += 1
        code, output = await held.restart({name: wrong})
        if code is None:
            return failed(f"it starts and stays up with {name}={wrong[:24] or '(empty)'}")
        if code == 0:
            return failed(f"with {name} set wrongly it ends with the exit code 0")
        if not re.search(rf"\b{name}\b", output, re.IGNORECASE):
            last = (output.strip().splitlines() or ["silence"])[-1]
            return failed(f"with {name} set wrongly it ends and does not say so: {last[:160]}")
    return (
        passed(f"{tried} settings") if tried else absent("no setting is known that it must refuse")
    )


def _break_setting(desk: Desk, name: str, value: str) -> str | None:
    """A value that cannot be right for a setting of this kind; None where any value may be."""
    if name in desk.words.url_settings and "://" in value:
        return "not-a-url"
    if name in desk.words.port_settings and value.isdigit():
        return "not-a-port"
    if re.search(desk.words.secret_setting, name, re.IGNORECASE) and len(value) >= 16:
        return ""
    return None


@check("K12")
async def serves_under_load(desk: Desk) -> Judged:
    path = cheap_target(desk)
    begun = desk.now()
    warm = [await desk.client.ask("GET", path, user=desk.first)]
    while len(warm) < 20 and desk.now() - begun < 2.0:
        warm.append(await desk.client.ask("GET", path, user=desk.first))
    if not warm[-1].ok:
        return unknown(f"the request for the load is answered with {warm[-1].status}", warm[-1])
    end = desk.now() + LOAD_SECONDS
    answers: list[Exchange] = []

    async def work() -> None:
        count, source = 0, desk.client.new_source()
        while desk.now() < end:
            count += 1
            if count % 20 == 0:
                source = desk.client.new_source()
            answers.append(await desk.client.ask("GET", path, user=desk.first, source=source))

    before = await desk.held.memory() if desk.held else 0
    await asyncio.gather(*(work() for _ in range(LOAD_WIDTH)))
    after = await desk.held.memory() if desk.held else 0
    times = sorted(each.total for each in answers)
    p99 = times[int(len(times) * 0.99)]
    broke = [each for each in answers if each.broke or each.status >= 500]
    desk.keeps["load"] = (len(answers), before, after)
    told = f"{len(answers) / LOAD_SECONDS:.0f} requests/s, p99 {p99 * 1000:.0f} ms"
    if broke:
        return failed(f"{len(broke)} of {len(answers)} requests fail under load", broke[0])
    return expect(p99 < 2.0, told, f"p99 is {p99:.1f} s", answers[-1])


@check("K13")
async def memory_stays_level(desk: Desk) -> Judged:
    if desk.held is None:
        return unknown("its memory cannot be measured")
    path = cheap_target(desk)

    async def rounds(count: int) -> None:
        for _ in range(count // 8):
            source = desk.client.new_source()
            await asyncio.gather(
                *(desk.client.ask("GET", path, user=desk.first, source=source) for _ in range(8))
            )

    await rounds(400)
    before = await desk.held.memory()
    await rounds(2000)
    after = await desk.held.memory()
    if not before:
        return unknown("its memory cannot be measured")
    slope = (after - before) / 2000
    return expect(
        slope < 1024,
        f"{slope:.0f} bytes for each request",
        f"memory grows by {slope:.0f} bytes for each request",
    )
